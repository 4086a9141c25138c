export { dds } from './dds.ts';
export { gaussdb } from './gaussdb.ts';
export { geminidb } from './geminidb.ts';
export { rds } from './rds.ts';
export { rdsV1 as 'rds-v1' } from './rds-v1.ts';
export { taurusdb } from './taurusdb.ts';

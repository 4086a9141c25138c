/** Where a family of tools keeps what we have inputs for; the first variable that is set counts. */
export interface EnvironmentFamily {
  readonly title: string;
  /** By input. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
}

/** In the order in which they are looked at. */
export const ENVIRONMENT_FAMILIES: readonly EnvironmentFamily[] = [
  {
    title: 'OS_*',
    variables: {
      access_key: ['OS_ACCESS_KEY', 'OS_ACCESS_KEY_ID'],
      secret_key: ['OS_SECRET_KEY', 'OS_ACCESS_KEY_SECRET'],
      security_token: ['OS_SECURITY_TOKEN'],
      token: ['OS_TOKEN'],
      username: ['OS_USERNAME'],
      password: ['OS_PASSWORD'],
      domain_name: ['OS_USER_DOMAIN_NAME', 'OS_DOMAIN_NAME'],
      iam_endpoint: ['OS_AUTH_URL'],
      region: ['OS_REGION_NAME'],
      project_id: ['OS_PROJECT_ID'],
      project_name: ['OS_PROJECT_NAME', 'OS_TENANT_NAME'],
    },
  },
  {
    title: 'HUAWEICLOUD_SDK_*',
    variables: {
      access_key: ['HUAWEICLOUD_SDK_AK'],
      secret_key: ['HUAWEICLOUD_SDK_SK'],
      security_token: ['HUAWEICLOUD_SDK_SECURITY_TOKEN'],
      project_id: ['HUAWEICLOUD_SDK_PROJECT_ID'],
      iam_endpoint: ['HUAWEICLOUD_SDK_IAM_ENDPOINT'],
    },
  },
  {
    title: 'HW_*',
    variables: {
      access_key: ['HW_ACCESS_KEY'],
      secret_key: ['HW_SECRET_KEY'],
      security_token: ['HW_SECURITY_TOKEN'],
      region: ['HW_REGION_NAME'],
      project_id: ['HW_PROJECT_ID'],
      project_name: ['HW_PROJECT_NAME'],
      iam_endpoint: ['HW_AUTH_URL'],
    },
  },
  {
    title: 'HUAWEI_CLOUD_*',
    variables: {
      access_key: ['HUAWEI_CLOUD_ACCESS_KEY_ID'],
      secret_key: ['HUAWEI_CLOUD_SECRET_ACCESS_KEY'],
      region: ['HUAWEI_CLOUD_REGION'],
      project_id: ['HUAWEI_CLOUD_PROJECT_ID'],
    },
  },
];

/** The two clouds the simulator can play; a few routes exist on one of them only. */
export type Cloud = 'otc' | 'huaweicloud';

import { playEveryOther } from './play-every-other.ts';

playEveryOther(0);

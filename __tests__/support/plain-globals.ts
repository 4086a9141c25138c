import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { compileFunction, createContext } = vm;

interface Compiled {
  readonly code: string;
  readonly script: vm.Script;
  /** What an import on demand asks: the suite that runs now. */
  importForSuite: vm.CompileFunctionOptions['importModuleDynamically'];
}

/** What this worker has compiled for earlier suites, by file. */
const compiled = new Map<string, Compiled>();

function compile(code: string, params: readonly string[], filename: string): Compiled {
  const head = `(function (${params.join()}) {`;
  const script = new vm.Script(`${head}${code}\n})`, {
    filename,
    columnOffset: -head.length,
    importModuleDynamically: (...asked) => {
      const { importForSuite } = compiled.get(filename) ?? {};
      if (typeof importForSuite !== 'function') throw new Error(`${filename} can import nothing`);
      return Reflect.apply(importForSuite, undefined, asked);
    },
  });
  return { code, script, importForSuite: undefined };
}

/**
 * Compiles a CommonJS file once for all suites of a worker: Jest's own machinery, and undici. Jest
 * compiles each file anew for each suite, which is most of the time that small suites take.
 */
function compileOnce(
  code: string,
  params: readonly string[] = [],
  options: vm.CompileFunctionOptions = {},
) {
  const { filename = '', parsingContext, importModuleDynamically } = options;
  if (parsingContext === undefined) return compileFunction(code, params, options);
  const known = compiled.get(filename);
  const file = known?.code === code ? known : compile(code, params, filename);
  file.importForSuite = importModuleDynamically;
  compiled.set(filename, file);
  return file.script.runInContext(parsingContext);
}

vm.compileFunction = compileOnce as typeof compileFunction;

/**
 * Jest's environment for Node, with a global object that is none but that. Jest's own asks a proxy
 * for each `Math` and each `Promise`, which is most of the time that tests of much arithmetic take.
 */
export default class PlainGlobals extends TestEnvironment {
  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    // The constructor of Jest's makes the context, and offers no other way to choose its kind.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}

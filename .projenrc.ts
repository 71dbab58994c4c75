import { cdk, cdk8s, javascript, JsonFile } from 'projen';

/** Where the sources will be hosted is not decided yet; this is the only place that says it. */
const REPOSITORY_URL = 'https://example.com/cdk8s-istio.git';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-istio',
  description: 'Typed Istio constructs for CDK8s: canary releases, secure namespaces, ingress and egress that Istio takes as you meant them',
  author: 'cdk8s-istio contributors',
  authorAddress: 'contributors@example.com',
  repositoryUrl: REPOSITORY_URL,
  license: 'Apache-2.0',
  copyrightOwner: 'cdk8s-istio contributors',
  keywords: ['cdk8s', 'istio', 'service-mesh', 'envoy', 'constructs'],
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,

  // The floor of the peers is the newest that every registry has: Maven stops at cdk8s 2.70.47.
  cdk8sVersion: '2.70.47',
  constructsVersion: '10.4.2',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.3',
  minNodeVersion: '20.16.0',
  jestOptions: {
    jestVersion: '^30',
    configFilePath: 'jest.config.json',
    junitReporting: false,
    passWithNoTests: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    preserveDefaultReporters: true,
    jestConfig: {
      collectCoverage: false,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      moduleNameMapper: { '^cdk8s-istio$': '<rootDir>/src' },
    },
  },

  // Nothing is hosted yet.
  github: false,
  release: false,
  depsUpgrade: false,
  buildWorkflow: false,
  pullRequestTemplate: false,
  sampleCode: false,

  docgen: true,
  stability: cdk.Stability.EXPERIMENTAL,
  eslint: true,

  entrypoint: 'lib/src/index.js',
  tsconfig: {
    // Maps inside the files would be a third of the package, and time at every load.
    compilerOptions: { rootDir: '.', outDir: 'lib', inlineSourceMap: false, inlineSources: false },
    include: ['imports/**/*.ts', 'imports/schema/*.json'],
  },
  tsconfigDev: {
    // The examples import the library as its users do.
    compilerOptions: { rootDir: '..', paths: { 'cdk8s-istio': ['../src'] } },
    include: ['../src/**/*.ts', '../imports/**/*.ts', '../examples/**/*.ts', '../scripts/**/*.ts', '../bench/**/*.ts', '../.projenrc.ts'],
  },
  excludeTypescript: ['test/**', 'examples/**', 'scripts/**', 'bench/**', 'projenrc/**'],

  publishToPypi: { distName: 'cdk8s-istio', module: 'cdk8s_istio' },
  publishToMaven: { javaPackage: 'io.github.cdk8s_istio', mavenGroupId: 'io.github.cdk8s-istio', mavenArtifactId: 'cdk8s-istio' },
  publishToGo: { moduleName: 'example.com/cdk8s-istio-go', packageName: 'cdk8sistio' },

  // js-yaml 5 refuses a bracket that closes at the indentation of its key, which Kubernetes reads and many write.
  deps: ['re2js@^2.10.0', 'ipaddr.js@^2.5.0', 'js-yaml@^4.3.2'],
  bundledDeps: ['re2js', 'ipaddr.js', 'js-yaml'],
  devDeps: ['cdk8s-cli@^2.207.60', 'yaml@^2.9.1', 'prettier@^3', 'fast-check@^4', '@bufbuild/cel@^0.6.1', '@bufbuild/protobuf@^2.6.2', 'esbuild@^0.28'],
  bin: { 'cdk8s-istio': 'bin/cdk8s-istio' },
  gitignore: ['/dist/', '/test-reports/', '.DS_Store'],
});

// A platform package of the newer version is missing from the registry, and `npm ci` fails without it.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.package.addField('types', 'lib/src/index.d.ts');
project.package.addField('engines', { node: '>= 20.16.0' });
project.eslint?.addIgnorePattern('/imports/');
['scripts/**', 'bench/**', 'examples/**'].forEach(pattern => project.eslint?.allowDevDeps(pattern));
const eslintrc = project.tryFindObjectFile('.eslintrc.json');
eslintrc?.addOverride('parserOptions.project', ['./test/tsconfig.json']);
eslintrc?.addDeletionOverride('parserOptions.projectService');
eslintrc?.addOverride('settings.import/resolver.typescript.project', './test/tsconfig.json');
project.eslint?.addRules({
  '@stylistic/max-len': ['error', { code: 160, ignoreTemplateLiterals: true, ignoreStrings: true, ignoreUrls: true, ignoreComments: true, ignoreRegExpLiterals: true }],
  // In the examples the library itself is an import like any other.
  'import/order': ['warn', {
    groups: ['builtin', 'external'],
    alphabetize: { order: 'asc', caseInsensitive: true },
    pathGroups: [{ pattern: 'cdk8s-istio', group: 'external' }],
  }],
});

// What users install is the compiled library and its assembly, nothing else.
for (const path of ['/imports/', '/examples/', '/scripts/', '/bench/', '/conformance/', '/docs/*', '/test-reports/', '/API.md', '/.ci/', '/.prettierrc.json', '/jest.config.json']) {
  project.npmignore?.exclude(path);
}

// But messages send users to the pages of rules.
project.npmignore?.include('/docs/rules/');

// jest writes inline snapshots with prettier.
new JsonFile(project, '.prettierrc.json', { obj: { singleQuote: true, printWidth: 160, trailingComma: 'all', arrowParens: 'avoid' }, marker: false });

const script = (file: string, args = '') => `ts-node --transpile-only --project test/tsconfig.json scripts/${file}.ts${args && ` ${args}`}`;

// What loads at the first synthesis becomes one file, and the command another. The files of core stay apart from the first: they hold what constructs said.
// Four hundred small files take longer to load than a thousand objects to check. Schemas stay apart too: an app has few kinds, and JSON is read faster than code.
// Blanks and comments are taken out, as they would be read each time; names stay, and lines short enough for a stack trace to say something.
const compile = project.compileTask;
compile.reset('jsii --silence-warnings=reserved-word');
const bundle = (file: string, ...apart: string[]) => {
  const external = apart.map(folder => `"--external:$PWD/${folder}/*"`).join(' ');
  compile.exec(`esbuild ${file} --bundle --platform=node --target=node20 --packages=external --minify-whitespace --minify-syntax --line-limit=160 ${external} --outfile=${file} --allow-overwrite --log-level=warning`);
};
bundle('lib/src/check.js', 'lib/imports/schema', 'lib/src/core');
bundle('lib/src/cli/main.js', 'lib/imports/schema');

// jest on one tree: compile first (a test reads the assembly), check types (ts-jest does not), lint without fixing.
const test = project.testTask;
test.reset();
test.spawn(compile);
test.exec('tsc --noEmit -p test/tsconfig.json');
test.exec('eslint --no-error-on-unmatched-pattern --ext .ts src test examples scripts bench .projenrc.ts', { env: { ESLINT_USE_FLAT_CONFIG: 'false' } });
// What conformance reads is what this run wrote.
test.exec('node -e "fs.rmSync(\'dist/snapshots\', { recursive: true, force: true })"');
test.exec('jest --ci', { receiveArgs: true });
project.tasks.tryFind('test:watch')?.reset('jest --watch');
project.tasks.tryFind('eslint')?.reset('eslint --ext .ts src test examples scripts bench .projenrc.ts', { env: { ESLINT_USE_FLAT_CONFIG: 'false' } });
const lintFix = 'eslint --ext .ts --fix src test examples scripts bench .projenrc.ts';
project.addTask('lint:fix', { description: 'Fixes what lint can fix', exec: lintFix, env: { ESLINT_USE_FLAT_CONFIG: 'false' } });

project.addTask('imports', { description: 'Writes imports/ (L1 and schema data) from the CRDs of the Istio pinned in conformance/go.mod', exec: script('imports') });
project.addTask('demo', {
  description: 'Synthesizes every example into dist/examples',
  steps: [{ spawn: compile.name }, { exec: script('demo') }],
});
project.addTask('indexes', { description: 'Writes docs/rules.md with a page for each rule, docs/examples.md with pictures of who calls whom, and docs/patterns.md', exec: script('indexes') });
const goTest = 'go test -count=1';
project.addTask('checked', { description: 'Checks real manifests, examples and the examples of every rule, into dist/checked, for conformance', exec: script('checked') });
project.addTask('conformance', { description: 'Asks real Istio about everything under dist/', exec: `${goTest} $(go list ./... | grep -v /dataplane)`, cwd: 'conformance' });
project.addTask('dataplane', {
  description: 'Keeps the promises of the constructs to account under real traffic [-- pattern]',
  steps: [
    { exec: `${goTest} ./dataplane/adversary` },
    { exec: `${goTest} -timeout 15m -parallel 4 ./dataplane -args`, receiveArgs: true },
  ],
  cwd: 'conformance',
});
project.addTask('bench', {
  description: 'Compares the cost of synthesis with raw L1',
  steps: [{ spawn: compile.name }, { exec: 'ts-node --transpile-only --project test/tsconfig.json bench/main.ts' }],
});
project.addTask('install-test', {
  description: 'Installs the packed tarball in an empty cdk8s app',
  steps: [{ spawn: compile.name }, { exec: script('install-test') }],
});
// The classes of the submodules are Istio's own; its reference pages describe them.
project.tasks.tryFind('docgen')?.reset('jsii-docgen -s root -o API.md');

// Only the npm package is made by default; the other languages have tasks of their own.
project.packageTask.reset();
project.packageTask.spawn(project.tasks.tryFind('package:js')!);

project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.addEnvironment('CDK8S_CHECK_UPGRADE', 'false');
project.synth();

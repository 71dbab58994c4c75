import { broken } from './broken';

const said = (spec: string) => broken(`kind: WorkloadEntry\nspec: { ${spec} }`, { only: 'workload-entry/bad-address' }).map(({ problem }) => problem);

test.each([
  ['"192.0.2.1:80"', 'the address is "192.0.2.1:80"'],
  ['10.0.0.0/8', 'the address is "10.0.0.0/8"'],
  ['"*.example.com"', 'the address is "*.example.com"'],
  ['192.0.2.300', 'the address is "192.0.2.300"'],
])('fails for the address %s', (address, problem) => {
  expect(said(`address: ${address}`)).toEqual([problem]);
});

test.each(['address: "2001:db8::1"', 'address: vm', 'address: vm.example.com.', 'address: unix:///run/a.sock', 'address: "", network: vpc', 'network: vpc'])('is silent for %s', spec => {
  expect(said(spec)).toEqual([]);
});

// For `package: ./node_modules/cdk8s-istio/validation` in cdk8s.yaml.
exports.IstioValidation = require('./lib/src/cli/validation').IstioValidation;

const grpc = require("@grpc/grpc-js");

function connect(address, roots) {
  // ruleid: javascript.grpc.insecure-channel
  const client = new Books(address, grpc.credentials.createInsecure());
  // ruleid: javascript.grpc.insecure-channel
  server.bindAsync("0.0.0.0:50051", grpc.ServerCredentials.createInsecure(), done);
  // ok: javascript.grpc.insecure-channel
  const safe = new Books(address, grpc.credentials.createSsl(roots));
  // ok: javascript.grpc.insecure-channel
  const other = insecure.create();
  // ok: javascript.grpc.insecure-channel
  const text = "createInsecure()";
  return [client, safe, other, text];
}

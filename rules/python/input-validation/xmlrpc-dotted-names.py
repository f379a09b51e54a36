from xmlrpc.server import SimpleXMLRPCServer


def serve(service):
    server = SimpleXMLRPCServer(("localhost", 8000))
    # ruleid: python.xmlrpc.dotted-names
    server.register_instance(service, allow_dotted_names=True)
    # ruleid: python.xmlrpc.dotted-names
    server.register_instance(service, True)
    # ok: python.xmlrpc.dotted-names
    server.register_instance(service)
    # ok: python.xmlrpc.dotted-names
    server.register_instance(service, allow_dotted_names=False)
    # ok: python.xmlrpc.dotted-names
    server.register_function(service.add, "add")
    server.serve_forever()

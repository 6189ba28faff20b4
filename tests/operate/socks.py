"""A SOCKS5 proxy on loopback for tests: socks.py PORT TARGET. Only names that end in .onion are taken, and all of them
lead to 127.0.0.1:TARGET. Ends with its parent's signal."""
import socket
import sys
import threading


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def exactly(line, count):
    data = b""
    while len(data) < count:
        more = line.recv(count - len(data))
        if not more:
            raise OSError("closed")
        data += more
    return data


def serve(line, target):
    _, methods = exactly(line, 2)
    exactly(line, methods)
    line.sendall(b"\x05\x00")
    _, command, _, kind = exactly(line, 4)
    name = exactly(line, exactly(line, 1)[0]) if kind == 3 else b""
    exactly(line, 2)
    if command != 1 or not name.endswith(b".onion"):
        line.sendall(b"\x05\x04\x00\x01" + bytes(6))
        line.close()
        return
    far = socket.create_connection(("127.0.0.1", target))
    line.sendall(b"\x05\x00\x00\x01" + bytes(6))
    threading.Thread(target=pump, args=(line, far), daemon=True).start()
    pump(far, line)


def safely(line, target):
    try:
        serve(line, target)
    except OSError:
        line.close()


server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    accepted, _ = server.accept()
    threading.Thread(target=safely, args=(accepted, int(sys.argv[2])), daemon=True).start()

import Foundation
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import SemperTesting
import Testing

@Suite("HTTPS")
struct TLSTests {
  private struct Failure: Error {}

  /// A certificate for localhost, made for this run.
  private static func makeIdentity() async throws -> (chain: [UInt8], key: [UInt8]) {
    let directory = FileManager.default.temporaryDirectory.appending(path: "semper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let (chain, key) = (directory.appending(path: "chain.pem"), directory.appending(path: "key.pem"))
    try await offPool {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments = [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key.path, "-out",
        chain.path,
      ]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw Failure() }
    }
    return (Array(try Data(contentsOf: chain)), Array(try Data(contentsOf: key)))
  }

  @Test("every behaviour shows over TLS, and only to who trusts the certificate")
  func roundTrip() async throws {
    let (chain, key) = try await Self.makeIdentity()
    let identity = try TLSIdentity(certificateChain: chain, privateKey: key)
    let configuration = HTTPServerConfiguration(host: "localhost", tls: identity)
    try await withServer(TransportRole.routes, configuration) { address in
      #expect(address.text.hasPrefix("https://localhost:"))
      try await withClient(trustRoots: chain) { client in
        for behaviour in TransportConformance.all.map(\.name) {
          try await TransportConformance.run(behaviour, over: client, at: address)
        }
        let reply = try await client.send(
          Request(.get, "/echo/me"), to: address, largest: 100, within: Span(seconds: 20))
        #expect(reply.headers["strict-transport-security"] != nil)
      }
      try await withClient { client in
        do {
          _ = try await client.send(Request(.get, "/echo/me"), to: address, largest: 100, within: Span(seconds: 20))
          Issue.record("a certificate that nobody vouches for was accepted")
        } catch let error as TransportError {
          #expect(error.code == .unreachable && error.message.contains("certificate"))
        }
      }
    }
  }

  @Test("what is no certificate is refused when it is given")
  func wrongFiles() async throws {
    let (chain, key) = try await Self.makeIdentity()
    for (chain, key) in [(key, key), (chain, chain), ([], key), (chain, []), (Array("hello".utf8), key)] {
      #expect(throws: HTTPError.self) { try TLSIdentity(certificateChain: chain, privateKey: key) }
    }
    #expect(throws: HTTPError.self) { try HTTPClientTransport(trustRoots: Array("hello".utf8)) }
  }
}

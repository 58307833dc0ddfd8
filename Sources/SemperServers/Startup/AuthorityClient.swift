import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// The way to an authority over any transport: certificates and the directory.
struct AuthorityClient: Sendable {
  private static let largest = 4 << 20
  private static let patience = Span(seconds: 20)
  let transport: any Transport
  let address: Address

  func certify(_ request: CertificateRequest, token: String) async throws -> [[UInt8]] {
    let body: JSON = .fields(["request": ByteString(request.der).json, "token": token.json])
    let reply = try await transport.send(
      Request(.post, "/certificates", contentType: "application/json", body: CanonicalJSON.encode(body)), to: address,
      largest: 64 << 10, within: Self.patience)
    return try reply.value(as: CertificateReply.self, largest: 64 << 10).chain
  }

  func register(_ description: SignedStatement) async throws {
    let reply = try await transport.send(
      Request(.post, "/directory", contentType: "application/json", body: description.canonicalBytes), to: address,
      largest: 64 << 10, within: Self.patience)
    _ = try reply.value(as: JSON.self, largest: 64 << 10)
  }

  /// All descriptions that the authority lists; each is to be verified by who uses it.
  func directory() async throws -> [SignedStatement] {
    let reply = try await transport.send(
      Request(.get, "/directory"), to: address, largest: Self.largest, within: Self.patience)
    return try reply.value(largest: Self.largest)
  }

  /// Asks until there is an answer, since roles are started at the same time. A refusal ends it.
  static func patiently<Result>(
    _ time: any TimeSource, attempts: Int = 20, _ ask: () async throws -> Result
  ) async throws -> Result {
    for _ in 1..<attempts {
      do {
        return try await ask()
      } catch let refusal as Refusal {
        throw refusal
      } catch let error as CancellationError {
        throw error
      } catch {
        try await time.wait(until: await time.now().advanced(by: Span(seconds: 1)))
      }
    }
    return try await ask()
  }
}

import SemperCoding
public import SemperCommerce
public import SemperCommunication
public import SemperCryptography
public import SemperExchange

/// Calls an arbiter over a transport.
public struct ArbiterClient: ArbiterLink {
  private let client: StatementClient

  public init(_ transport: any Transport, at address: Address) {
    client = StatementClient(transport, at: address)
  }

  public func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
    let body = try await client.answer(
      Request(.post, "/calls", contentType: "application/json", body: statement.canonicalBytes))
    return try ArbiterAnswer(json: CanonicalJSON.parse(body))
  }
}

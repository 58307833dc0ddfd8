import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperExchange
import SemperModel

/// The way to an arbiter over any transport.
///
/// What it answers is checked by who asked, against the arbiter that the exchange names.
public struct ArbiterClient: ArbiterLink {
  private let arbiter: Correspondent

  public init(transport: any Transport, address: Address) {
    arbiter = Correspondent(address, over: transport, largest: 2 << 20, patience: Span(seconds: 20))
  }

  public func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
    try await arbiter.post(statement, to: "/calls")
  }
}

import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way to the peer of an exchange over any transport. Nothing that it brings has been judged.
struct PeerClient: Sendable {
  /// Preparing large data takes the peer long.
  private static let patienceForAgreeing = Span(seconds: 900)

  /// For what is downloaded too.
  let line: Correspondent

  init(transport: any Transport, address: Address) {
    line = Correspondent(
      address, over: transport, largest: 4 << 20, patience: Span(seconds: 30), answerer: .peer)
  }

  func introduce(_ introduction: Introduction) async throws -> Introduction.Reply {
    try await line.post(introduction, to: "/introductions", within: Self.patienceForAgreeing)
  }

  func invite(_ invitation: Invitation) async throws -> Invitation.Reply {
    try await line.post(invitation, to: "/invitations", within: Self.patienceForAgreeing)
  }

  func sign(_ invitation: ContractInvitation) async throws -> Invitation.Reply {
    try await line.post(invitation, to: "/contracts")
  }

  /// What shows that a contract binds, from its coordinator.
  func proof(of contract: Digest) async throws -> ContractBundle {
    try await line.get("/contracts/\(Base64URL.encode(contract.bytes))", largest: ContractBundle.limits.bytes)
  }

  func offer(_ offer: TransferOffer) async throws -> TransferOffer.Reply {
    try await line.post(offer, to: "/offers")
  }

  func send(_ statement: SignedStatement, of exchange: Digest) async throws {
    let _: JSON = try await line.post(
      statement, to: "/exchanges/\(Base64URL.encode(exchange.bytes))/statements")
  }
}

import SemperCryptography
import SemperExchange

/// The keys of everybody on a stage. Fixed numbers and Ed25519, whose signatures are a function of key and message, so that
/// the same step gives the same bytes in every run.
struct Cast: Sendable {
  let parties: [ExchangeRole: SigningKey]
  let replies: [ExchangeRole: SealingKey]
  let ledger: SigningKey
  let registry: SigningKey
  let issuer: SigningKey
  let arbiter: SigningKey
  let arbiterSeal: SealingKey

  /// - Parameter isTurned: whether the two parties have each other's role.
  init(isTurned: Bool = false) throws {
    func bytes(_ number: UInt8) -> [UInt8] { Array(repeating: number, count: 32) }
    func signer(_ number: UInt8) throws -> SigningKey {
      try SigningKey(.ed25519, rawRepresentation: bytes(number))
    }
    let one = (key: try signer(1), reply: try SealingKey(rawRepresentation: bytes(3)))
    let other = (key: try signer(2), reply: try SealingKey(rawRepresentation: bytes(4)))
    let (originator, responder) = isTurned ? (other, one) : (one, other)
    parties = [.originator: originator.key, .responder: responder.key]
    replies = [.originator: originator.reply, .responder: responder.reply]
    ledger = try signer(5)
    arbiter = try signer(6)
    arbiterSeal = try SealingKey(rawRepresentation: bytes(7))
    registry = try signer(8)
    issuer = try signer(10)
  }

  func key(_ role: ExchangeRole) -> SigningKey { parties[role]! }
  func reply(_ role: ExchangeRole) -> SealingKey { replies[role]! }
}

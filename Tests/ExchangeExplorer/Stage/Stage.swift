import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// One exchange with everything that is fixed before its first message: keys, secrets, terms, items.
struct Stage: Sendable {
  static let policy = ArbiterPolicy(
    shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 864_000))

  let setting: Setting
  let cast: Cast
  let goods: Goods
  private let records: any Records
  let terms: ExchangeTerms
  let items: [DescribedItem]
  let secrets: [ExchangeRole: OpeningSecret]
  /// A secret that opens nothing here.
  let wrongSecret: OpeningSecret
  let verifier: ExchangeVerifier

  /// - Parameter number: tells the exchanges of one world apart; their parties have the same keys.
  init(_ setting: Setting, number: UInt8 = 0, goods: Goods, records: any Records) throws {
    self.setting = setting
    self.goods = goods
    let cast = try Cast(isTurned: setting.isTurned)
    self.cast = cast
    self.records = records
    let arbiter = Self.arbiter(cast, goods, records)
    func bytes(_ kind: UInt8) -> [UInt8] { [number] + Array(repeating: kind, count: 31) }
    let secrets = [
      ExchangeRole.originator: try OpeningSecret(bytes: bytes(11)), .responder: try OpeningSecret(bytes: bytes(12)),
    ]
    self.secrets = secrets
    wrongSecret = try OpeningSecret(bytes: bytes(13))
    let content = goods.content
    func items(of role: ExchangeRole) throws -> [DescribedItem] {
      try setting.classes(of: role).enumerated().map { index, itemClass in
        let path = "\(role.rawValue)/\(index)"
        let description: ItemDescription =
          try Self.description(itemClass, path, content, payee: cast.key(role.peer).thumbprint, cast)
        return DescribedItem(path: path, salt: try Nonce(bytes: bytes(14)), description: description)
      }
    }
    func party(_ role: ExchangeRole) throws -> PartyTerms {
      PartyTerms(
        role: role, key: cast.key(role).publicKey, nonce: try Nonce(bytes: bytes(15)), secret: secrets[role]!)
    }
    let given = try items(of: .originator)
    var paid = try items(of: .responder)
    if setting.bond {
      paid.append(
        DescribedItem(
          path: "responder/bond", salt: try Nonce(bytes: bytes(14)),
          description: .bond(
            amount: try Self.price, payee: cast.key(.originator).thumbprint, ledger: cast.ledger.thumbprint)))
    }
    self.items = given + paid
    terms = ExchangeTerms(
      header: ExchangeHeader(
        originator: try party(.originator), responder: try party(.responder), arbiter: arbiter.terms,
        closes: Instant.closing(windows: setting.windows)),
      body: ExchangeBody(
        originatorItems: given.map(\.commitment), responderItems: paid.map(\.commitment),
        level: setting.level, mode: setting.mode, window: Instant.window,
        ledgers: [cast.ledger.publicKey, cast.registry.publicKey, cast.issuer.publicKey],
        context: "a deal".documentDigest))
    verifier = try ExchangeVerifier(terms: terms, items: self.items)
  }

  /// An arbiter that has just been started on the records: whatever it remembers beside them must not matter, and every
  /// call finds it so. Its limits are those of a busy day.
  var arbiter: Arbiter { Self.arbiter(cast, goods, records) }

  private static func arbiter(_ cast: Cast, _ goods: Goods, _ records: any Records) -> Arbiter {
    Arbiter(
      records: records, signingKey: cast.arbiter, sealingKey: cast.arbiterSeal, epoch: 1, policy: policy,
      data: goods.left)
  }

  private static var price: Money { get throws { try Money("5.00", Currency(code: "EUR")) } }

  private static func description(
    _ itemClass: ItemClass, _ path: String, _ content: ContentRoot, payee: Thumbprint, _ cast: Cast
  ) throws -> ItemDescription {
    let ledger = cast.ledger.thumbprint
    return switch itemClass {
    case .statement: .statement(document: path.documentDigest)
    case .revocable:
      .credential(
        document: path.documentDigest, issuer: cast.issuer.thumbprint, registry: cast.registry.thumbprint)
    case .lock: .lock(amount: try price, payee: payee, ledger: ledger)
    case .reversibleLock:
      .reversibleLock(
        amount: try price, payee: payee, ledger: ledger, settlement: Span(seconds: 3 * Instant.window.seconds))
    case .mail: .mail(length: content.length)
    case .checkedData: .checkedData(content)
    case .data: .data(content)
    case .unsecured: .unsecured(document: path.documentDigest)
    }
  }

  func time(_ instant: Instant) -> Timestamp { instant.time(closing: terms.header.closes) }

  func secret(_ role: ExchangeRole) -> OpeningSecret { secrets[role]! }

  func side(_ role: ExchangeRole) -> ExchangeSide {
    ExchangeSide(
      terms: terms, items: items, role: role, secret: secret(role), reply: cast.reply(role).publicKey,
      patience: Instant.patience)
  }
}

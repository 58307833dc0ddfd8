import SemperArchive
import SemperCoding
package import SemperCryptography
public import SemperEngine
public import SemperExchange
package import SemperModel
import SemperStatements

/// What two sides have agreed on: the terms of an exchange piece for piece, with keys, secrets and real data.
public struct PieceStage: Sendable {
  package static let start = Timestamp(seconds: 1_795_000_000)
  package static let patience = Span(seconds: 600)

  /// One side's piece that is not as described.
  public struct Bad: Sendable {
    package let role: ExchangeRole
    package let number: Int

    package init(role: ExchangeRole, number: Int) {
      self.role = role
      self.number = number
    }
  }

  package let terms: ExchangeTerms
  package let items: [DescribedItem]
  package let shelf: CellShelf
  package let keys: [ExchangeRole: SigningKey]
  private let secrets: [ExchangeRole: OpeningSecret]

  /// - Parameter size: bytes of each piece.
  public init(
    pieces: Int = 3, size: Int = 300, bad: Bad? = nil, seed: UInt64 = 1, isSmall: Bool = false
  ) async throws {
    var numbers = SeededNumbers(seed)
    shelf = CellShelf(seed: seed)
    var described = [[DescribedItem]]()
    for role in ExchangeRole.allCases {
      var items = [DescribedItem]()
      for number in 1...pieces {
        let path = "\(role.rawValue)/\(number)"
        let description = try await shelf.put(
          isSmall ? .small : .large, at: path, isBad: bad?.role == role && bad?.number == number, seed: numbers.next(),
          size: size)
        items.append(DescribedItem(path: path, salt: Nonce(using: &numbers), description: description))
      }
      described.append(items)
    }
    let proposal = try ExchangeProposal(
      proposer: described[0], invited: described[1],
      wish: PlanWish(atLeast: .incremental, arbiterMaySeeData: false, hasPieces: true))
    items = proposal.items
    keys = [.originator: SigningKey(), .responder: SigningKey()]
    secrets = [.originator: OpeningSecret(using: &numbers), .responder: OpeningSecret(using: &numbers)]
    let parties = try ExchangeRole.allCases.map { [keys, secrets] role in
      guard let key = keys[role], let secret = secrets[role] else { throw Missing() }
      return PartyTerms(role: role, key: key.publicKey, nonce: Nonce(using: &numbers), secret: secret)
    }
    let arbiter = Arbiter(
      records: InMemoryArchive().records, signingKey: SigningKey(), sealingKey: SealingKey(), epoch: 1,
      policy: ArbiterPolicy(
        shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 864_000)),
      data: TestDataStore())
    terms = try proposal.terms(
      originator: parties[0], responder: parties[1], arbiter: arbiter.terms,
      closes: Self.start.advanced(by: Span(seconds: 90_000)), window: Span(seconds: 3_600), keys: [],
      context: "a deal".documentDigest)
  }

  private struct Missing: Error {}

  package func key(_ role: ExchangeRole) throws -> SigningKey {
    guard let key = keys[role] else { throw Missing() }
    return key
  }

  package func side(_ role: ExchangeRole) throws -> ExchangeSide {
    guard let secret = secrets[role] else { throw Missing() }
    return ExchangeSide(
      terms: terms, items: items, role: role, secret: secret, reply: SealingKey().publicKey, patience: Self.patience)
  }

  /// A clock that stands where the exchange begins.
  public var clock: VirtualTime { VirtualTime(now: Self.start) }

  /// One side, before its first event.
  public func machine(_ role: ExchangeRole) throws -> PieceMachine { PieceMachine(try side(role), at: Self.start) }

  /// Does what that side asks for.
  public func performer(_ role: ExchangeRole, peer: any ExchangeLink, time: any TimeSource) throws -> PiecePerformer {
    PiecePerformer(key: try key(role), source: shelf, sink: shelf, peer: peer, time: time)
  }

  /// How many pieces a side has of the other's, on its disk; they have no gap.
  package func held(by role: ExchangeRole) -> Int {
    let opened = shelf.opened
    return (1...).prefix { opened.contains("\(role.peer.rawValue)/\($0)") }.count
  }

  /// What no end may be, whoever cheats: the originator more than one piece behind, the responder at all.
  package func unfairness(honest: Set<ExchangeRole>) -> String? {
    let (originator, responder) = (held(by: .originator), held(by: .responder))
    if shelf.opened.count != originator + responder { return "somebody has a piece out of order" }
    if honest.contains(.originator), responder > originator + 1 {
      return "the originator has \(originator) pieces and the responder \(responder)"
    }
    if honest.contains(.responder), originator > responder {
      return "the responder has \(responder) pieces and the originator \(originator)"
    }
    return nil
  }
}

import Logging
import SemperArchive
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms

/// The shop's tills behind its payment manager: what it offers for each deal, and what it agrees to.
///
/// Which systems there are only `ShopSystem` knows.
struct ShopPayments: Sendable {
  /// How a payment is confirmed at the latest after it was offered; the order that names it has a time of its own.
  private static let offered = Span(seconds: 600)

  let manager: PaymentManager
  /// What it has to say to payers.
  let outbox: TokenOutbox
  let book: OfferBook
  let time: any TimeSource
  /// What is offered, as the shop likes it.
  private let order: [SchemeID]
  /// Those of them that can pay as a meter runs.
  private let metering: [SchemeID]

  /// Refuses names of systems that it does not know, cannot have here, or was given twice.
  ///
  /// - Parameters:
  ///   - seed: of the shop; tills are named by it, so that a restarted shop finds them again.
  ///   - taken: the only systems that are offered, by name, as the shop likes them. Tills of the others stay, for what they were paid with.
  init(
    archive: any Archive, keys: PaymentKeys, counterparts: Counterparts, book: OfferBook, seed: [UInt8],
    taking taken: [String]?, logger: Logger
  ) async throws {
    let time = counterparts.time
    outbox = TokenOutbox(records: archive.records, time: time)
    manager = PaymentManager(
      PaymentSurroundings(archive: archive, keys: keys, carrier: outbox, time: time, logger: logger))
    self.book = book
    self.time = time
    let currency = try await counterparts.client(counterparts.bank.key, at: counterparts.bank.address)
      .keys(now: await time.now()).currency
    let limits = PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: 1_000_000_00, currency))
    var liked: [SchemeID] = []
    for system in ShopSystem.all {
      do {
        guard let till = try await system.till(Self.id(system.name, seed), limits, counterparts) else { continue }
        try manager.install(till)
        for further in try await system.more(limits, counterparts) {
          try manager.install(further.till(Self.id("\(system.name)/\(further.word)", seed)))
        }
        liked.append(till.descriptor.scheme)
      } catch let refusal as Refusal where refusal.code == .notSupported {
        logger.warning(
          "a means of payment is not taken", metadata: ["system": "\(system.name)", "reason": "\(refusal.detail)"])
      }
    }
    let order = try taken.map { try Self.schemes($0, of: liked) } ?? liked
    self.order = order
    metering = order.filter { scheme in ShopSystem.all.contains { $0.name == scheme.name && $0.canMeter } }
  }

  private static func schemes(_ names: [String], of liked: [SchemeID]) throws -> [SchemeID] {
    let schemes = names.compactMap { name in liked.first { $0.name == name } }
    guard !names.isEmpty, schemes.count == names.count, Set(names).count == names.count else {
      throw ServerError(
        .options,
        "--means \(names.joined(separator: ",")): this shop can take \(liked.map(\.name).joined(separator: ",")); name some of them, each once"
          + (liked.contains { $0.name == ShopSystem.set.name } ? "" : " (set needs --card-bank)"))
    }
    return schemes
  }

  private static func id(_ name: String, _ seed: [UInt8]) throws -> PurseID {
    let context = Array("till/\(name)".utf8)
    return try PurseID(
      bytes: KeyDerivation.bytes(from: seed, for: .dealKey, context: context, length: PurseID.size))
  }

  /// Signs how a deal on an offer of this shop may be paid.
  func offer(for deal: ID<Deal>, on digest: Digest) async throws -> SignedStatement {
    let (offer, terms) = try await sold(digest)
    let now = await time.now()
    let request = PaymentRequest(
      amount: offer.price, reference: DealPayment.reference(deal: deal, offer: digest),
      demands: terms.paymentDemands(opened: now), notAfter: min(now.advanced(by: Self.offered), offer.expires))
    return try await self.offer(request)
  }

  /// Signs the ways in which a request may be met, in the order in which the shop likes them.
  ///
  /// - Parameter metered: whether it is to be paid as a meter runs, which not every system can.
  func offer(_ request: PaymentRequest, metered: Bool = false) async throws -> SignedStatement {
    let taken = metered ? metering : order
    guard !taken.isEmpty else {
      throw Refusal(.noCommonPayment, blame: .us, "no means of payment that this shop takes pays as a meter runs")
    }
    return try await manager.offer(request, order: order, taking: taken).signed
  }

  /// Confirms a selection from such an offer.
  func confirm(_ selection: SignedStatement, of offer: SignedStatement) async throws -> SignedStatement {
    try await manager.confirm(selection, of: offer).agreement.confirmation
  }

  /// The tills that are offered, each with how fair a deal under the newest terms is with it.
  func means(under terms: TermsOfBusiness) -> [(till: PurseDescriptor, level: FairnessLevel?)] {
    manager.purses.filter { order.contains($0.scheme) }.map { ($0, try? terms.level(paying: $0.properties)) }
  }

  private func sold(_ digest: Digest) async throws -> (Offer, TermsOfBusiness) {
    guard let offer = try await book.offer(digest)?.content, let terms = try await book.terms(offer.service) else {
      throw Refusal(.notAsOffered, blame: .peer, "this shop has made no such offer")
    }
    guard await time.now() <= offer.expires else {
      throw Refusal(.expired, blame: .peer, "the offer has expired; fetch it again")
    }
    return (offer, terms.content)
  }
}

import Logging
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms
import Synchronization

/// What the shop sells now. Offers are signed anew before they run out, and when the arbiter's epoch has turned.
final class Catalogue: Sendable {
  /// Everything about an offer that is the same for all courses.
  struct Conditions: Sendable {
    let shop: Address
    let terms: VerifiedStatement<TermsOfBusiness>
    let bank: RoleDescription
    let arbiter: RoleDescription
    /// At the start.
    let arbiterTerms: ArbiterTerms
    /// What the arbiter says of itself now; its sealing key changes from epoch to epoch.
    let arbiterNow: @Sendable () async throws -> ArbiterTerms?
  }

  /// How often the arbiter is asked what it is now. A wallet takes an offer from the epoch before as well.
  private static let look = Span(seconds: 60)

  let conditions: Conditions
  let book: OfferBook
  private let time: any TimeSource
  private let goods: Goods
  private let credentials: ShopCredentials
  private let courses: [Course]
  private let published: Mutex<[CatalogueEntry]>
  /// What the arbiter last said of itself.
  private let arbiterTerms: Mutex<ArbiterTerms>

  /// Publishes all courses; their content has been prepared.
  init(
    courses: [Course], goods: Goods, book: OfferBook, credentials: ShopCredentials, conditions: Conditions,
    time: any TimeSource
  ) async throws {
    self.courses = courses
    self.goods = goods
    self.credentials = credentials
    self.book = book
    self.conditions = conditions
    self.time = time
    published = Mutex([])
    arbiterTerms = Mutex(conditions.arbiterTerms)
    try await publish()
  }

  /// All courses, each with an offer that is in force.
  func entries() async throws -> [CatalogueEntry] {
    let now = await time.now()
    let entries = published.withLock(\.self)
    // A day is ample for a person who has just opened a page.
    if entries.contains(where: { $0.offer.content.expires <= now.advanced(by: Span(seconds: 86_400)) }) {
      try await publish()
      return published.withLock(\.self)
    }
    return entries
  }

  /// Looks again and again whether the arbiter has turned its epoch, until the task is cancelled.
  func keep(_ logger: Logger) async throws {
    while true {
      try await time.wait(until: await time.now().advanced(by: Self.look))
      do {
        let arbiter = try await arbiterNow()
        guard entries(withOther: arbiter) else { continue }
        try await publish()
        logger.notice(
          "the arbiter's epoch has turned; the offers are signed anew", metadata: ["epoch": "\(arbiter.epoch)"])
      } catch let error as CancellationError {
        throw error
      } catch {
        logger.warning("the arbiter's epoch cannot be looked at", metadata: ["error": "\(error)"])
      }
    }
  }

  private func entries(withOther arbiter: ArbiterTerms) -> Bool {
    published.withLock { $0.contains { $0.offer.content.arbiter != arbiter } }
  }

  func entry(code: String) async throws -> CatalogueEntry {
    guard let entry = try await entries().first(where: { $0.code == code }) else {
      throw Refusal(.notFound, blame: .peer, "this shop has no offer with this code")
    }
    return entry
  }

  func entry(slug: String) async throws -> CatalogueEntry? {
    try await entries().first { $0.course.slug == slug }
  }

  /// Signs the offers anew where they say something else now, such as what the shop shows of itself.
  func renew() async throws { try await publish() }

  private func publish() async throws {
    var entries = [CatalogueEntry]()
    let now = await time.now()
    let arbiter = (try? await arbiterNow()) ?? arbiterTerms.withLock(\.self)
    let shown = try await credentials.shown(under: conditions.terms)
    for course in courses {
      guard let content = goods.content(of: course.slug) else { continue }
      let code = OfferCode.make(article: course.article, seller: book.identity.key.thumbprint)
      let offer = try await book.publish(code: code, now: now) { issued, expires in
        self.offer(course, content.description, arbiter, shown, issued, expires)
      }
      try Agreement.check(offer: offer.content, under: conditions.terms.content, conditions.terms.digest)
      entries.append(CatalogueEntry(course: course, content: content, code: code, offer: offer))
    }
    guard Set(entries.map(\.code)).count == entries.count else {
      throw ServerError(.options, "two courses have the same code; rename one of them")
    }
    let done = entries
    published.withLock { $0 = done }
  }

  /// The arbiter's present epoch. When it does not answer, or answers with another key, offers name the one known last:
  /// an epoch is served long enough for offers of the time when it was offered.
  private func arbiterNow() async throws -> ArbiterTerms {
    guard let now = try await conditions.arbiterNow(), now.key == conditions.arbiterTerms.key else {
      throw Refusal(.untrusted, blame: .provider, "the arbiter shows another key than at the shop's start")
    }
    arbiterTerms.withLock { $0 = now }
    return now
  }

  private func offer(
    _ course: Course, _ content: ContentDescription, _ arbiter: ArbiterTerms, _ shown: [ShownCredential],
    _ issued: Timestamp, _ expires: Timestamp
  ) -> Offer {
    Offer(
      article: course.article, seller: book.identity.key.publicKey, shop: conditions.shop,
      service: conditions.terms.digest, title: course.title[course.language],
      summary: course.summary[course.language], language: course.language, price: course.price,
      content: content, bank: Offer.Provider(key: conditions.bank.key, address: conditions.bank.address),
      arbiter: arbiter, arbiterAddress: conditions.arbiter.address, shown: shown, issued: issued, expires: expires)
  }
}

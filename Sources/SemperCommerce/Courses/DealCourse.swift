import SemperCoding
public import SemperModel
public import SemperStatements
public import SemperTerms

/// What a deal of many steps has come to: the state it is in, what its documents say, and what was given and paid. Both sides compute it
/// from the same signed acts.
///
/// Where terms have one exchange that the offer alone decides, order and contract say all of it, and a deal goes without a course.
public struct DealCourse: Hashable, Sendable {
  public private(set) var way: TermsCourse
  public private(set) var documents: DealDocuments
  public private(set) var contents: [Digest: ContentDescription]
  /// The last act; before any, the offer.
  public private(set) var last: Digest
  /// When the present state began, by the act that led to it.
  public private(set) var begun: Timestamp
  /// All acts in their order.
  public private(set) var acts: [DealAct] = []
  /// What has been paid of each item of money and has not come back.
  public private(set) var unreturned: [String: Money] = [:]
  /// What has been paid in all, and has come back.
  public private(set) var moved: MovedMoney
  /// Under which payment each item of money was paid.
  public private(set) var payments: [String: Digest] = [:]

  /// The act before the present state.
  var before: Digest
  /// Of the exchange that the present state is: what both have said for it.
  var entering: EnteredExchange?
  /// When the present state was over, by the act that ended it.
  var ended: Timestamp?
  /// Whether this side gives nothing more that it is not made to.
  var isUnwilling = false
  /// How many statements were evidence when the last exchange began.
  var evidenceBefore = 0
  /// Whether the other side has been told that its time is over.
  var hasAsked = false

  init(_ terms: TermsOfBusiness, _ offer: Offer, digest: Digest, at now: Timestamp) {
    var documents = DealDocuments()
    let content = offer.content.documentDigest
    for (field, value) in [
      (ItemForm.price.field, FieldValue.money(offer.price)), (ItemForm.content.field, .content(content)),
      ("expires", .moment(offer.expires)),
    ] { documents[FieldPath("offer", field)] = value }
    way = TermsCourse(terms, documents)
    moved = MovedMoney(paid: .zero(terms.currency))
    self.documents = documents
    contents = [content: offer.content]
    (last, before) = (digest, digest)
    begun = now
  }

  public var position: String { way.position }
  public var turn: Int { way.turn }

  /// Goes on to a state; what was begun in the one before is over.
  mutating func enter(_ name: String, _ terms: TermsOfBusiness, at time: Timestamp) {
    way.enter(name, terms, documents)
    begun = time
    before = last
    (entering, ended) = (nil, nil)
    hasAsked = false
  }

  /// The documents of a step; refused with the peer's blame where they are against their forms.
  mutating func take(_ given: GivenDocuments, for items: [String], _ terms: TermsOfBusiness) throws(Refusal) {
    do throws(CodingError) { try documents.take(given.json, for: items, under: terms) } catch {
      throw Refusal(.outsideTerms, blame: .peer, "a document is not as the terms want it: \(error)")
    }
  }

  /// Every content that a document names has to be described, and nothing else is.
  mutating func describe(_ described: [ContentDescription], for items: [String], _ terms: TermsOfBusiness)
    throws(Refusal)
  {
    let named = items.flatMap { item in
      terms.fields(of: item).compactMap { field -> Digest? in
        guard case .content(let digest)? = documents[FieldPath(item, field.name)] else { return nil }
        return digest
      }
    }
    for content in described {
      guard named.contains(content.documentDigest) else {
        throw Refusal(.outsideTerms, blame: .peer, "a content is described that no document names")
      }
      contents[content.documentDigest] = content
    }
    guard named.allSatisfy({ contents[$0] != nil }) else {
      throw Refusal(.outsideTerms, blame: .peer, "a document names a content that nobody describes")
    }
  }

  /// An act that both have, whether or not its state is over with it.
  mutating func follow(_ act: DealAct) {
    acts.append(act)
    last = act.statement
  }

  /// What an item of money comes to now; a refund is never more than is left of what was paid.
  func amount(of item: String, _ terms: TermsOfBusiness) -> Money? {
    switch terms.form(of: item) {
    case .money(let expression): return documents.amount(expression, in: terms.currency)
    case .refund(let paid, let part):
      let left = unreturned[paid] ?? .zero(terms.currency)
      guard let part else { return left }
      return documents.amount(part, in: terms.currency).map { $0.minorUnits < left.minorUnits ? $0 : left }
    case .offer, .order, .contract, .receipt, .document, .data, .credential, .goods, .work, nil: return nil
    }
  }

  /// What of a step has to be prepared before its deed is signed; rights that are here already need not be. Refuses content that nobody has described, and money that was not paid.
  func handedOver(
    _ items: [String], _ terms: TermsOfBusiness, having rights: [HandedCredential] = []
  ) throws(Refusal) -> [HandOver] {
    var all = [HandOver]()
    for item in items {
      switch terms.form(of: item) {
      case .data(let path): all.append(.data(item, try content(at: path)))
      case .refund(let paid, _):
        guard let amount = amount(of: item, terms), let payment = payments[paid] else {
          throw Refusal(.unknownPayment, blame: .us, "nothing was paid that “\(item)” could give back")
        }
        all.append(.money(item, amount, of: payment))
      case .credential: if !rights.contains(where: { $0.item == item }) { all.append(.right(item)) }
      case .offer, .order, .contract, .receipt, .document, .money, .goods, .work, nil: break
      }
    }
    return all
  }

  /// Refuses (`outsideTerms`) a place that names no content.
  func content(at path: FieldPath) throws(Refusal) -> ContentDescription {
    guard case .content(let digest)? = documents[path], let content = contents[digest] else {
      throw Refusal(.outsideTerms, blame: .undetermined, "nobody has described the content at “\(path)”")
    }
    return content
  }

  mutating func pay(_ item: String, _ amount: Money, under payment: Digest) {
    let sum = (unreturned[item]?.minorUnits ?? 0) + amount.minorUnits
    unreturned[item] = Money(minorUnits: sum, amount.currency)
    payments[item] = payment
    moved.pay(amount)
  }

  mutating func giveBack(_ item: String, _ amount: Money, _ terms: TermsOfBusiness) {
    guard case .refund(let paid, _) = terms.form(of: item), let left = unreturned[paid] else { return }
    unreturned[paid] = Money(minorUnits: max(0, left.minorUnits - amount.minorUnits), left.currency)
    moved.giveBack(amount)
  }
}

public import SemperCoding
import SemperCryptography
import SemperEcash
public import SemperExchange
public import SemperModel
import SemperStatements

/// What the letter of a transfer holds: the offer again, and each of its items.
public struct TransferContents: Hashable, Sendable, CanonicalValue {
  private static let form = "items"
  private static let limits = DecodingLimits(bytes: TransferPackage.largest, members: 10_000)

  public let offer: TransferOffer
  /// In the order of the offer's items.
  public let items: [TransferredItem]

  init(offer: TransferOffer, items: [TransferredItem]) {
    self.offer = offer
    self.items = items
  }

  /// Refuses with `malformed` a package that holds something else.
  public init(of package: TransferPackage) throws(Refusal) {
    guard package.form.text == Self.form,
      let contents = try? TransferContents(canonicalBytes: package.bytes, limits: Self.limits)
    else { throw Refusal(.malformed, blame: .peer, "the package does not hold the items of a transfer") }
    self = contents
  }

  var package: TransferPackage {
    get throws(CodingError) { try TransferPackage(form: Designation(Self.form), bytes: canonicalBytes) }
  }

  /// Checks that every item is given as it was offered: money by its bank's receipt, a statement by its signer and with
  /// the opening that makes it count. Data is checked when it is opened.
  ///
  /// - Parameter account: where the money must be; `nil` for who cannot know.
  ///
  /// Refuses with `notAsOffered`, or with what is wrong with a signature.
  public func check(account: Thumbprint?) throws(Refusal) {
    guard items.count == offer.items.count else {
      throw Refusal(.notAsOffered, blame: .peer, "the letter holds another number of items than were offered")
    }
    for (described, given) in zip(offer.items, items) { try check(given, described, account) }
  }

  private func check(
    _ given: TransferredItem, _ described: DescribedItem, _ account: Thumbprint?
  ) throws(Refusal) {
    switch (described.description, given) {
    case (.lock(let amount, _, let ledger), .paid(let receipt)):
      try check(receipt, described.path, amount, ledger, account)
    case (.statement(let document), .statement(let signed, let opening)):
      try check(signed, opening, described.path, document, by: offer.sender.thumbprint)
    case (.certificate(let document, let issuer), .statement(let signed, let opening)):
      try check(signed, opening, described.path, document, by: issuer)
    case (.checkedData(let root), .data(let locked, _)), (.data(let root), .data(let locked, _)):
      try locked.check(against: root)
    case (.mail(let length), .data(let locked, _)): try locked.check(length: length)
    case (.unsecured(let document), .stream(let header, let key, let end)):
      guard header.documentDigest == document, header.producer == offer.sender, key.digest == header.key,
        try VerifiedStatement<StreamEnd>(verifying: end, keys: KeySet()).content.stream == header.digest,
        end.signers == [offer.sender.thumbprint]
      else { throw Self.other(described.path) }
    case (.lock, _), (.statement, _), (.certificate, _), (.checkedData, _), (.data, _), (.mail, _), (.credential, _),
      (.bond, _), (.reversibleLock, _), (.unsecured, _):
      throw Self.other(described.path)
    }
  }

  private func check(
    _ signed: SignedStatement, _ path: String, _ amount: Money, _ ledger: Thumbprint, _ account: Thumbprint?
  ) throws(Refusal) {
    let receipt = try VerifiedStatement<MintReceipt>(verifying: signed, keys: KeySet(offer.signers)).content
    guard receipt.mint == ledger, receipt.purpose == .deposit, receipt.amount == amount,
      receipt.reference == offer.reference(of: path), account == nil || receipt.account == account
    else { throw Self.other(path) }
  }

  private func check(
    _ signed: SignedStatement, _ opening: ItemOpening, _ path: String, _ document: Digest, by signer: Thumbprint
  ) throws(Refusal) {
    let keys = KeySet(offer.signers + [offer.sender])
    let word = try VerifiedStatement<ConditionalStatement>(verifying: signed, keys: keys).content
    guard word.signer == signer, word.exchange == offer.id, word.path == path, word.document == document,
      word.counts(with: opening)
    else { throw Self.other(path) }
  }

  private static func other(_ path: String) -> Refusal {
    Refusal(.notAsOffered, blame: .peer, "the item at \(path) is not what was offered")
  }

  public var json: JSON { .fields(["items": items.json, "offer": offer.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    items = try fields.value("items")
    offer = try fields.value("offer")
    try fields.close()
  }
}

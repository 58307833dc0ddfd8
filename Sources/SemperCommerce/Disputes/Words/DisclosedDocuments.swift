import SemperCryptography
import SemperExchange
public import SemperModel
import SemperTerms
public import SemperTrustedUI

/// What the statements that were disclosed in a dispute say, in the words of people: the offer, the order, and what each side has given in
/// steps, such as a contract. A person who judges has to read what was agreed, and digests do not say it.
///
/// Only what was disclosed is read, and of it so much that a page of it can be read; what is left out is said.
public struct DisclosedDocuments: Sendable {
  /// Characters in all lines together.
  static let most = 250_000

  private var lines: [Digest: [String]] = [:]

  /// - Parameter bundles: what each side has shown.
  public init(_ bundles: [EvidenceBundle], in language: Language) {
    let reading = Reading(bundles, language)
    let statements = bundles.flatMap(\.statements)
    // One side may show a draft of what the other shows with both signatures.
    let whole = Dictionary(statements.map { ($0.digest, $0) }) { $0.signatures.count < $1.signatures.count ? $1 : $0 }
    var left = Self.most
    for digest in statements.map(\.digest) where lines[digest] == nil {
      let said = whole[digest].map(reading.lines) ?? []
      var shown: [String] = []
      for line in said where left >= line.unicodeScalars.count {
        shown.append(line)
        left -= line.unicodeScalars.count
      }
      if shown.count < said.count { shown.append(reading.omitted(said.count - shown.count)) }
      lines[digest] = shown
    }
  }

  /// One line for each thing that the statement says; none for a statement without documents.
  public subscript(_ statement: Digest) -> [String] { lines[statement] ?? [] }

  /// Reads one statement after the other. That the signatures hold, whoever took the evidence has seen.
  private struct Reading {
    private let terms: TermsOfBusiness?
    private let seller: Thumbprint?
    private let buyer: Thumbprint?
    private let documents: DocumentWords
    private let texts: Texts

    init(_ bundles: [EvidenceBundle], _ language: Language) {
      terms =
        bundles.lazy.flatMap { $0.statements(of: .terms) }
        .compactMap { try? VerifiedStatement<TermsOfBusiness>.content(of: $0) }.first
      seller = bundles.lazy.compactMap(\.offer).first?.seller.thumbprint
      buyer = bundles.lazy.compactMap(\.order).first?.buyer.key.thumbprint
      documents = DocumentWords(language)
      texts = DisputeWords.wording[language]
    }

    func omitted(_ count: Int) -> String { texts.count(Int64(count), "document.omitted") }

    func lines(_ signed: SignedStatement) -> [String] {
      switch signed.kind {
      case .offer: (try? VerifiedStatement<Offer>.content(of: signed)).map(offer) ?? []
      case .order: (try? VerifiedStatement<Order>.content(of: signed)).map(order) ?? []
      case .deed: (try? VerifiedStatement<Deed>.content(of: signed)).map { deed($0, signed) } ?? []
      default: []
      }
    }

    private func offer(_ offer: Offer) -> [String] {
      let item = terms?.items.first { terms?.form(of: $0.name) == .offer }?.name
      let given = item.map(offer.documents(as:)) ?? offer.documents ?? .none
      let words = texts.text("document.offer", ["summary": offer.summary.text, "title": offer.title.text])
      return [signed(by: .seller, offer.issued), DocumentWords.line(words)] + documents.lines(given, under: terms)
    }

    private func order(_ order: Order) -> [String] {
      [signed(by: .buyer, order.issued)] + documents.lines(order.documents ?? .none, under: terms)
    }

    private func deed(_ deed: Deed, _ statement: SignedStatement) -> [String] {
      let said =
        documents.lines(deed.documents, under: terms)
        + deed.money.map { DocumentWords.line("\($0.item): \(texts.price($0.amount))") }
      // Whoever only enters an exchange gives nothing yet.
      guard !deed.items.isEmpty else { return said.isEmpty ? [] : [signing(deed, statement)] + said }
      let place = texts.text(
        "document.given", ["items": deed.items.joined(separator: ", "), "state": deed.act.state])
      return [signing(deed, statement), DocumentWords.line(place)] + said
    }

    private func signing(_ deed: Deed, _ statement: SignedStatement) -> String {
      let side = deed.giver == seller ? DealSide.seller : deed.giver == buyer ? .buyer : nil
      guard let side else { return texts.text("signed.nobody") }
      guard deed.taker != nil else { return signed(by: side, deed.act.issued) }
      let time = texts.moment(deed.act.issued)
      // Whoever has not signed is not bound by it.
      return statement.isComplete
        ? texts.text("signed.both", ["time": time]) : texts.text("signed.\(side.rawValue).alone", ["time": time])
    }

    private func signed(by side: DealSide, _ time: Timestamp) -> String {
      texts.text("signed.\(side.rawValue)", ["time": texts.moment(time)])
    }
  }
}

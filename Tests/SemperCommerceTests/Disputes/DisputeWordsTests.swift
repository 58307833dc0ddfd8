import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI
import Testing

/// What is said of disputes, to parties, to whoever judges, and to courts.
@Suite struct DisputeWordsTests {
  /// Every word that crosses the wire, and every fact, has its text in each language.
  @Test(arguments: Language.allCases) func everyCodeHasWords(_ language: Language) {
    let words = DisputeWords(language)
    var said = ClaimKind.allCases.map(words.kind) + DisputeStage.allCases.map(words.stage) + [words.sent]
    said += DisputeQuestion.allCases.map(words.question) + DisputeReason.allCases.map(words.reason)
    said += Ruling.Basis.allCases.map(words.basis) + [DealSide.buyer, .seller].map(words.side)
    let amount = Money(minorUnits: 2_00, .euro)
    said += [nil, .admits, .admitsOnly(amount), .contests].map(words.stance)
    said += [.nothing, .pays(amount, to: .buyer)].map(words.remedy)
    said += Self.facts(amount).map(words.fact)
    for text in said { #expect(!text.contains("⟨") && !text.contains("{") && !text.isEmpty, "\(text)") }
    #expect(Set(said).count == said.count, "two things are said in the same words")
  }

  @Test func whatComesFromTermsCannotChangeTheLine() {
    let time = Timestamp(seconds: 0)
    let text = DisputeWords(.english).fact(.promised(by: .seller, item: "a\n{side}\u{202E}b", due: time))
    #expect(text.contains("“a {side}\u{FFFD}b”"), "\(text)")
  }

  private static func facts(_ amount: Money) -> [DisputeFact] {
    let (time, key) = (Timestamp(seconds: 1_800_000_000), SigningKey().publicKey.thumbprint)
    let handOvers = DisputeFact.Receiver.allCases.flatMap { receiver in
      [true, false].map { DisputeFact.handedOver(item: "book", to: receiver, intact: $0, at: time, says: .carrier) }
    }
    let receipts = [true, false].map {
      DisputeFact.handedOver(item: "book", to: .buyer, intact: $0, at: time, says: .buyer)
    }
    return handOvers + receipts + [
      .refused(item: "book", at: time), .returned(item: "book", at: time),
      .agreed(price: amount), .ordered(by: key), .paid(amount, at: time), .givenBack(amount, at: time),
      .owedBack(amount, due: time), .promised(by: .seller, item: "book", due: time),
      .gave(by: .seller, item: "book", at: time, confirmed: true),
      .gave(by: .seller, item: "book", at: nil, confirmed: false),
      .shipped(item: "book", at: time), .chose(by: .buyer, state: "looking", option: "fine", accepts: true),
      .chose(by: .buyer, state: "looking", option: "bad", accepts: false), .contested(by: .buyer, state: "looking"),
      .undone,
      .fault(of: .seller), .contradiction,
    ]
  }
}

import Foundation
import SemperArchive
import SemperBank
import SemperCertification
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms
import SemperTrustedUI
import SemperWallet
import Testing

/// What a person reads, in her language, before she agrees to anything.
@Suite struct TextsTests {
  @Test(arguments: [
    (0, "0 seconds", "0 Sekunden", "0 δευτερόλεπτα"), (1, "1 second", "1 Sekunde", "1 δευτερόλεπτο"),
    (59, "59 seconds", "59 Sekunden", "59 δευτερόλεπτα"), (60, "1 minute", "1 Minute", "1 λεπτό"),
    (90, "90 seconds", "90 Sekunden", "90 δευτερόλεπτα"), (120, "2 minutes", "2 Minuten", "2 λεπτά"),
    (3_600, "1 hour", "1 Stunde", "1 ώρα"), (86_400, "1 day", "1 Tag", "1 ημέρα"),
    (604_800, "7 days", "7 Tage", "7 ημέρες"),
  ])
  func largestWholeUnit(_ seconds: Int64, _ english: String, _ german: String, _ greek: String) {
    let span = Span(seconds: seconds)
    #expect(Language.allCases.map { WalletTexts.of($0).duration(span) } == [english, german, greek])
  }

  @Test func amountsSizesAndDatesAreThoseOfTheLanguage() throws {
    let texts = Language.allCases.map(WalletTexts.of)
    let much = Money(minorUnits: 1_234_50, .euro)
    #expect(texts.map { $0.price(much) } == ["€1,234.50", "1.234,50\u{A0}€", "1.234,50\u{A0}€"])
    #expect(texts.map { $0.price(Money(minorUnits: 5, .euro)) } == ["€0.05", "0,05\u{A0}€", "0,05\u{A0}€"])
    let yen = Money(minorUnits: 1_200, try Currency(code: "JPY"))
    #expect(texts.allSatisfy { $0.price(yen).filter(\.isNumber) == "1200" })
    // The largest amount loses no cent.
    let largest = Money(minorUnits: .max, .euro)
    #expect(texts[1].price(largest).filter(\.isNumber) == "9223372036854775807")
    #expect(texts.map { $0.size(7_440) } == ["7.4\u{A0}kB", "7,4\u{A0}kB", "7,4\u{A0}kB"])
    #expect(texts.map { $0.size(999) } == ["999\u{A0}B", "999\u{A0}B", "999\u{A0}B"])
    let time = try Timestamp(text: "2026-03-09T23:59:59Z")
    #expect(texts.map { $0.date(time) } == ["9 March 2026", "9. März 2026", "9 Μαρτίου 2026"])
    #expect(texts.allSatisfy { $0.moment(time).contains("23:59:59") && $0.moment(time).hasSuffix(" UTC") })
  }

  @Test func oneIsOneAndTheOthersAreMany() {
    for (language, one, two) in [
      (Language.english, "€1.00 in 1 coin", "€1.00 in 2 coins"),
      (.german, "1,00\u{A0}€ in 1 Münze", "1,00\u{A0}€ in 2 Münzen"),
      (.greek, "1,00\u{A0}€ σε 1 νόμισμα", "1,00\u{A0}€ σε 2 νομίσματα"),
    ] {
      let texts = WalletTexts.of(language)
      let amount = ["amount": texts.price(Money(minorUnits: 100, .euro))]
      #expect(texts.count(1, "coins", amount) == one && texts.count(2, "coins", amount) == two)
    }
  }

  @Test(arguments: [
    (["LC_ALL": "de_AT.UTF-8", "LANG": "el_GR"], Language.german),
    (["LC_ALL": "", "LC_MESSAGES": "el_GR.UTF-8"], .greek),
    (["LC_MESSAGES": "C", "LANG": "de_DE"], .english), (["LANG": "de"], .german), (["LANG": "deutsch"], .english),
    (["LANG": "C.UTF-8"], .english), ([:], .english),
  ])
  func theSurroundingsChoose(_ environment: [String: String], _ language: Language) {
    #expect(Language(environment: environment) == language)
  }

  @Test func aPartCannotBringInAnother() {
    let texts = WalletTexts.of(.english)
    let question = texts(WalletText.confirmQuestion, ["price": "{seller}", "seller": "{price} {nothing}"])
    #expect(question == "Pay {seller} to {price} {nothing}?")
    #expect(texts.text("no.such.text") == "⟨no.such.text⟩")
  }

  /// Every word that crosses the wire and every error that reaches a person has its text, in each language.
  @Test(arguments: Language.allCases) func everythingThatIsSaidByItsCodeHasWords(_ language: Language) {
    let texts = WalletTexts.of(language)
    var names = RefusalCode.allCases.map { "refusal.\($0.rawValue)" }
    names += Phase.allCases.map { "phase.\($0.rawValue)" }
    for outcome in [DealSummary.Outcome.open, .completed, .aborted, .compensated, .settled, .refused] {
      names += ["outcome.\(outcome.rawValue)", "ending.\(outcome.rawValue)"]
    }
    let archive: [ArchiveError.Code] = [.corrupt, .locked, .exists, .busy, .unavailable, .newerVersion]
    names += archive.map { "error.archive.\($0.rawValue)" }
    let transport: [TransportError.Code] = [.unreachable, .timedOut, .tooLarge, .malformed, .interrupted]
    names += transport.map { "error.transport.\($0.rawValue)" }
    names += ["seller", "arbiter", "bank", "person"].map { "whom.\($0)" }
    names += [DownloadError.Code.file, .wrongAnswer, .gaveUp].map { "error.download.\($0.rawValue)" }
    names += [PaymentClass.accountBased, .cashLike].map { "means.\($0.rawValue)" }
    names += LedgerPosting.Purpose.allCases.map { "purpose.\($0.rawValue)" }
    names += ["purchase", "cancellation"].map { "purpose.\($0)" }
    names += ["load", "unload", "settle", "change-pin", "collect", "cancel-last"].map { "operation.\($0)" }
    names += FairnessLevel.allCases.map { "level.\($0.rawValue)" }
    names += PaymentState.allCases.map { "payment.\($0.rawValue)" }
    names += Grade.allCases.map { "grade.\($0.rawValue)" }
    names += ServiceAppraisal.Answer.allCases.map { "answer.\($0.rawValue)" }
    names += RoleShortfall.codes.map { "role.short.\($0)" } + RoleUse.Kind.allCases.map { "role.use.\($0.rawValue)" }
    names += WalletText.allCases.map(\.rawValue)
    names += Self.meansAndLevels.map { "till.\($0)" }.filter { texts.words[$0] != nil }
    // A shop's owner is told otherwise where a wallet's would be sent to the wallet.
    names += RefusalCode.allCases.map { "till.refusal.\($0.rawValue)" }.filter { texts.words[$0] != nil }
    #expect(names.filter { texts.words[$0] == nil } == [])
    let known = Set(names).union(["coins", "confirm.goods"].flatMap { ["\($0).one", "\($0).many"] })
    #expect(texts.words.keys.filter { !known.contains($0) } == [], "nobody says these")
  }

  private static let meansAndLevels =
    [PaymentClass.accountBased, .cashLike].map { "means.\($0.rawValue)" }
    + FairnessLevel.allCases.map { "level.\($0.rawValue)" }

  @Test(
    "A seller is told of its means of payment as a shop, not as a wallet",
    arguments: [
      (Language.english, "wallet"), (.german, "Brieftasche"), (.greek, "πορτοφόλι"),
    ])
  func aSellerIsToldOfAShop(_ language: Language, _ wallet: String) {
    let texts = WalletTexts.of(language)
    let said = Self.meansAndLevels.map { texts.text($0, to: .seller) } + [texts(WalletText.tillPursesNone)]
    #expect(said.allSatisfy { !$0.localizedCaseInsensitiveContains(wallet) && !$0.contains("⟨") }, "\(said)")
    #expect(texts.text("level.SW", to: .buyer).localizedCaseInsensitiveContains(wallet))
  }

  /// A seller has no wallet in which to look.
  @Test(arguments: Language.allCases) func nothingSendsASellerToAWallet(_ language: Language) {
    let texts = WalletTexts.of(language)
    for code in RefusalCode.allCases {
      let said = texts.words["till.refusal.\(code.rawValue)"] ?? texts.text("refusal.\(code.rawValue)")
      #expect(!said.contains("semper wallet") && !said.contains("⟨"), "\(code): \(said)")
    }
    #expect(texts(WalletText.errorTillDealForm).contains("semper till"))
  }
}

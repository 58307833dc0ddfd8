import SemperCoding
import SemperModel
import SemperPayments

/// A payee with its merchant's module: it begins nothing, and only what the purse says and the module answers moves it.
protocol ChipperPayeeRole: PaymentRole {
  /// What the purse has offered so far.
  var offers: [PurseOffer] { get }
  mutating func hear(_ word: ChipperWord) -> [PaymentStep]
  mutating func take(_ answer: ChipperAnswer, to name: String) -> [PaymentStep]
}

extension ChipperPayeeRole {
  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin, .doubt, .turnedDown: return []
    case .token(let bytes):
      guard let word = try? ChipperWord(bytes) else { return [] }
      return hear(word)
    case .answer(let name, let bytes):
      guard let answer = try? ChipperAnswer(canonicalBytes: bytes) else { return [] }
      return take(answer, to: name)
    }
  }

  /// Whether a purse's word is about something that it has offered here.
  func knows(_ completion: PurseCompletion) -> Bool {
    offers.contains { $0.terms.purse == completion.purse && $0.terms.number == completion.number }
  }
}

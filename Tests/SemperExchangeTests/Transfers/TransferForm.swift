import SemperCryptography
import SemperExchange
import SemperModel
import SemperTesting
import Testing

/// The ways to send a package, from a plain one to registered delivery.
struct TransferForm: Sendable, CustomTestStringConvertible {
  let words: String
  let options: TransferOptions
  var hasAgent = false

  var testDescription: String { words }

  static let all = [
    TransferForm(words: "plain", options: options(signs: false, seals: false, receipt: false)),
    TransferForm(words: "sealed, with origin", options: options(receipt: false)),
    TransferForm(words: "with receipt", options: options()),
    TransferForm(words: "with receipt, by an agent", options: options(), hasAgent: true),
    TransferForm(words: "without receipt, by an agent", options: options(receipt: false), hasAgent: true),
  ]

  private static func options(signs: Bool = true, seals: Bool = true, receipt: Bool = true) -> TransferOptions {
    TransferOptions(
      signsOrigin: signs, isConfidential: seals, asksReceipt: receipt, patience: Span(seconds: 600),
      life: Span(seconds: 7_200))
  }

  func parcel() throws -> Parcel { try Parcel(recipients: 1, options: options, withAgent: hasAgent) }

  /// How it ends with a trouble, played once without any crash.
  func end(_ trouble: TransferWorld.Trouble) async throws -> TransferWorld.End {
    try await TransferWorld.law(try parcel(), trouble) { _ in nil }.uncrashed()
  }
}

extension TransferWorld.Trouble {
  /// What can be wrong with one recipient and the network to it.
  static let all = [
    TransferWorld.Trouble(name: "nothing"), TransferWorld.Trouble(name: "letters are lost for a while", lostLetters: 3),
    TransferWorld.Trouble(name: "replies are lost for a while", lostReplies: 3),
    TransferWorld.Trouble(name: "all comes twice", doubles: true),
    TransferWorld.Trouble(name: "R does not want it", unwilling: [0]),
    TransferWorld.Trouble(name: "R is silent", silent: [0]),
    TransferWorld.Trouble(name: "no reply of R's ever comes", lostReplies: .max),
    TransferWorld.Trouble(name: "R signs for something else", forger: 0),
  ]
}

extension TransferWorld.End {
  /// What the sender says that is not so, of its only recipient.
  var wrong: String? {
    guard let manifest else { return "there is no manifest" }
    let hasIt = kept[0] == [manifest.digest]
    switch outcomes[0] {
    case .received(let receipt):
      let holds = (try? TransferVerifier.receipt(receipt, for: manifest, from: manifest.recipients[0])) != nil
      return hasIt && holds ? nil : "a receipt that does not hold"
    case .acknowledged, .transported: return hasIt ? nil : "the recipient has nothing"
    case .refused: return kept[0].isEmpty ? nil : "the recipient keeps what it has refused"
    case .submitted, .silent, .givenUp: return nil
    case nil: return "there is no end"
    }
  }

  /// What one recipient holds, and what the sender knows and can show of it.
  var words: String {
    let isThere = kept[0].isEmpty ? "R has nothing" : "R has it"
    let known =
      switch outcomes[0] {
      case .received: "receipt"
      case .acknowledged: "R's word"
      case .refused: "refused"
      case .submitted: "token of submission"
      case .transported: "token of transport"
      case .silent, .givenUp: "nothing known"
      case nil: "no end"
      }
    return "\(known); \(isThere)"
  }
}

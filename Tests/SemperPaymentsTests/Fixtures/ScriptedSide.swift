import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// A side that does what its opening's particulars say: `tell`, `ask`, `commit` or `once` at the beginning, `settle` or `refuse` on
/// an answer or a token. For tables of the machine around it.
struct ScriptedSide: PaymentSide {
  static let machine = MachineIdentity(name: "payment-scripted", version: 1)

  private let script: String

  init(_ opening: PaymentOpening) throws(Refusal) {
    script = String(decoding: opening.particulars.bytes, as: UTF8.self)
    if script == "impossible" { throw Refusal(.notSupported, blame: .us, "it cannot begin") }
  }

  func check(_ body: [UInt8], at time: Timestamp) throws(Refusal) {
    if body == Array("bad".utf8) { throw Refusal(.malformed, blame: .peer, "a bad token") }
  }

  mutating func handle(_ signal: PaymentSignal, at time: Timestamp) -> [PaymentStep] {
    switch signal {
    case .begin:
      switch script {
      case "tell": [.tell([1], commits: true)]
      case "ask": [.ask(Inquiry("ask", to: .provider, [1]))]
      case "commit": [.ask(Inquiry("ask", to: .provider, [1], commits: true))]
      case "once": [.ask(Inquiry("ask", to: .device, [1], commits: true, isRepeatable: false))]
      default: []
      }
    case .answer(_, let bytes), .token(let bytes): conclude(bytes)
    case .doubt: script == "once" ? [.ask(Inquiry("query", to: .device, [2]))] : []
    case .turnedDown: []
    }
  }

  private func conclude(_ bytes: [UInt8]) -> [PaymentStep] {
    let amount = Money(minorUnits: 100, .euro)
    let proof = PaymentProof(form: "test", bytes: [9])
    switch String(decoding: bytes, as: UTF8.self) {
    case "settle": return [.conclude(.settled(amount, [proof]))]
    case "hold": return [.conclude(.held(amount, [proof]))]
    case "refuse": return [.conclude(.refused(Refusal(.insufficientFunds, blame: .provider, "no"), [proof]))]
    case "say no": return [.conclude(.refused(Refusal(.insufficientFunds, blame: .provider, "no"), []))]
    default: return []
    }
  }

  static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal) {
    throw Refusal(.proofInvalid, blame: .us, "nothing is proved here")
  }
}

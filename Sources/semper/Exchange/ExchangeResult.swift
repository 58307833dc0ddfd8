import SemperCoding
import SemperExchange
import SemperModel
import SemperStatements
import SemperTrustedUI
import SemperWallet

/// What a run of an exchange came to, in the fields that other tools rely on.
struct ExchangeResult: Sendable {
  enum Outcome: String, Sendable {
    case completed, aborted, compensated, settled, refused
    /// It has not ended: money is still locked.
    case open
  }

  /// Something of the other side's that a side holds.
  struct Holding: Sendable {
    let json: JSON
    /// For people, in their language.
    let words: @Sendable (Texts) -> String

    /// - Parameter paid: what of a lock came over, where that is not all.
    init(_ item: DescribedItem, paid: Money? = nil) {
      func fields(_ kind: String, _ name: String, _ value: JSON) -> JSON {
        .fields(["kind": kind.json, "path": item.path.json, name: value])
      }
      switch item.description {
      case .statement(let document), .certificate(let document, _), .unsecured(let document):
        json = fields("statement", "digest", document.json)
        words = { $0(ExchangeText.itemStatement, ["digest": "\(document)"]) }
      case .credential(let document, _, _):
        json = fields("credential", "digest", document.json)
        words = { $0(ExchangeText.itemCredential, ["digest": "\(document)"]) }
      case .lock(let amount, _, _), .reversibleLock(let amount, _, _, _):
        json = fields("money", "amount", (paid ?? amount).json)
        words = { $0.price(paid ?? amount) }
      case .bond(let amount, _, _):
        json = fields("bond", "amount", amount.json)
        words = { $0(ExchangeText.itemBond, ["amount": $0.price(amount)]) }
      case .mail(let length):
        json = fields("mail", "bytes", length.json)
        words = { $0(ExchangeText.itemMail, ["bytes": $0.number(length)]) }
      case .checkedData(let content), .data(let content):
        json = fields("goods", "digest", content.root.json)
        words = { texts in
          texts(ExchangeText.itemData, ["bytes": texts.number(content.length), "digest": "\(content.root)"])
        }
      }
    }

    /// What a sender has to show for what it has sent.
    init(_ token: NonRepudiationToken.Kind, _ statement: Digest) {
      let isReceipt = token == .delivery
      json = .fields([
        "digest": statement.json, "kind": (isReceipt ? "receipt" : "agent's token").json, "token": token.rawValue.json,
      ])
      words = { texts in
        texts(
          isReceipt ? ExchangeText.itemDelivery : .itemToken, ["digest": "\(statement)", "token": token.rawValue])
      }
    }
  }

  let cell: CellSetup
  var outcome: Outcome
  var fair: Bool
  var reasons: [Saying]
  var holds: [ExchangeRole: [Holding]]
  var evidence: [String]
  var trust: String
  /// Whether the fall happened that was asked for.
  var fell: Bool?
  /// What each side found not to be as expected when it looked once more at what had come.
  var unexpected: [ExchangeRole: Refusal] = [:]
  var milliseconds: Int64

  private func held(_ role: ExchangeRole) -> JSON { .array((holds[role] ?? []).map(\.json)) }

  /// `seconds` is written with three decimals.
  var text: String {
    let whole: JSON = .fields([
      "cell": cell.name.json, "evidence": evidence.json, "fair": fair.json, "fell": fell?.json,
      "form": cell.form.rawValue.json, "level": cell.plan.level.json, "lock": cell.lock.rawValue.json,
      "mode": cell.mode.json, "originatorHolds": held(.originator), "outcome": outcome.rawValue.json,
      "reasons": reasons.map(\.stable).json, "responderHolds": held(.responder),
      "seconds": .number(Double(milliseconds) / 1000), "trust": trust.json,
      "unexpected": unexpected.isEmpty
        ? nil
        : .fields([
          "originator": unexpected[.originator]?.json, "responder": unexpected[.responder]?.json,
        ]),
    ])
    return String(decoding: CanonicalJSON.encode(whole), as: UTF8.self)
  }

  /// The same for people: who holds what, why that is fair, and which evidence proves it.
  func story(in texts: Texts) -> [String] {
    let ending = WalletTexts.of(texts.language).text("outcome.\(outcome.rawValue)")
    var lines = [
      "", texts(cell.isTransfer ? ExchangeText.exchangeTransferEnded : .exchangeEnded, ["outcome": ending]),
    ]
    for role in ExchangeRole.allCases {
      lines += ["", Saying(.exchangeHolds, RoleText.Subject(role, in: cell)).text(in: texts)]
      let held = holds[role] ?? []
      let words = held.isEmpty ? [texts(ExchangeText.exchangeHoldsNothing)] : held.map { $0.words(texts) }
      lines += words.map { "  " + $0 }
      if let unexpected = unexpected[role] {
        lines.append("  " + texts(ExchangeText.exchangeUnexpected, ["what": unexpected.detail]))
      }
    }
    lines += ["", texts(fair ? DemoText.demoFair : .demoUnfair)] + reasons.map { "  " + $0.text(in: texts) }
    lines += ["", texts(DemoText.demoProof)]
    return lines + evidence.map { "  semper verify \(ShellWord($0)) --trust \(ShellWord(trust))" }
  }
}

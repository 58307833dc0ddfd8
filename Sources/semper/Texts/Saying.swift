import SemperExchange
import SemperTrustedUI

/// Something that is said to a person about a run: a text that exists in each language, with its parts.
struct Saying: Sendable {
  private let name: String
  private let parts: [String: String]

  init(_ text: ExchangeText, _ parts: [String: String] = [:]) { (name, self.parts) = (text.rawValue, parts) }
  init(_ text: DemoText, _ parts: [String: String] = [:]) { (name, self.parts) = (text.rawValue, parts) }
  init(_ text: DeskText, _ parts: [String: String] = [:]) { (name, self.parts) = (text.rawValue, parts) }

  init(_ text: RoleText, _ who: RoleText.Subject, _ parts: [String: String] = [:]) {
    (name, self.parts) = ("\(text.rawValue).\(who.rawValue)", parts)
  }

  func text(in texts: Texts) -> String { texts.text(name, parts) }

  /// As other tools read it, whatever language the person speaks.
  var stable: String { text(in: CommandTexts.of(.english)) }
}

extension RoleText.Subject {
  /// A role as it is called in an exchange, or in a transfer.
  init(_ role: ExchangeRole, isTransfer: Bool = false) {
    switch role {
    case .originator: self = isTransfer ? .sender : .originator
    case .responder: self = isTransfer ? .recipient : .responder
    }
  }

  init(_ role: ExchangeRole, in cell: CellSetup) { self.init(role, isTransfer: cell.isTransfer) }
}

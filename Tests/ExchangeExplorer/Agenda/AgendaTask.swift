import SemperExchange

/// One exploration to be made: of an exchange, of two at once, of an exchange piece for piece, of a transfer, or of a contract of three.
package struct AgendaTask: Sendable {
  private enum Subject: Sendable {
    case exchange(Setting)
    case beside(Setting, Setting)
    case pieces(PieceSetting)
    case transfer(TransferSetting)
    case contract(ContractSetting)
  }

  private let subject: Subject
  /// Whether it is about a pair of item classes alone.
  package let isPair: Bool

  init(_ setting: Setting, isPair: Bool) {
    subject = .exchange(setting)
    self.isPair = isPair
  }

  /// By words as `Setting` has them, with `&` between two exchanges, or as `PieceSetting`, `TransferSetting` or `ContractSetting` has them;
  /// `nil` for other words.
  package init?(words: String) {
    isPair = false
    if let pieces = PieceSetting(words: words) {
      subject = .pieces(pieces)
      return
    }
    if let transfer = TransferSetting(words: words) {
      subject = .transfer(transfer)
      return
    }
    if let contract = ContractSetting(words: words) {
      subject = .contract(contract)
      return
    }
    let settings = words.split(separator: "&").compactMap { Setting(words: String($0)) }
    guard settings.count == words.count(where: { $0 == "&" }) + 1 else { return nil }
    switch settings.count {
    case 1: subject = .exchange(settings[0])
    case 2: subject = .beside(settings[0], settings[1])
    default: return nil
    }
  }

  /// As its exploration is told.
  package var title: String {
    switch subject {
    case .exchange(let setting): setting.title
    case .beside(let first, let second): "\(first.title) beside \(second.title)"
    case .pieces(let setting): setting.title
    case .transfer(let setting): setting.title
    case .contract(let setting): setting.title
    }
  }

  /// Whether an assumption is taken away on which the protocol counts.
  package var breaksAssumption: Bool {
    switch subject {
    case .exchange(let setting): !setting.weather.broken.isEmpty
    case .beside(let first, let second): !(first.weather.broken.isEmpty && second.weather.broken.isEmpty)
    case .pieces(let setting): !setting.weather.broken.isEmpty
    case .transfer(let setting): !setting.weather.broken.isEmpty
    case .contract(let setting): !setting.weather.broken.isEmpty
    }
  }

  package func run() async throws -> Exploration {
    switch subject {
    case .exchange(let setting): try await Exploration.run(setting)
    case .beside(let first, let second): try await Exploration.run(first, beside: second)
    case .pieces(let setting): try await Exploration.run(setting)
    case .transfer(let setting): try await Exploration.run(setting)
    case .contract(let setting): try await Exploration.run(setting)
    }
  }
}

/// Which keys of a role a token keeps.
protocol TokenKeys {
  /// As people read it in the help.
  static var words: String { get }
}

/// Those of a bank.
enum BankTokenKeys: TokenKeys {
  static let words = "the mint's keys and the master keys of chip cards"
}

/// That of a shop with a module of its own.
enum ModuleTokenKeys: TokenKeys {
  static let words = "the key of purchases of the shop's own module (--module)"
}

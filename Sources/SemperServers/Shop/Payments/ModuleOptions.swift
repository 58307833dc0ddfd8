public import SemperChipper
public import SemperModel

/// Where a shop has a module of its own for chip cards; without one its bank keeps it.
public struct ModuleOptions: Sendable {
  /// A module that the bank has handed out, put into the home at the first start; afterwards it is there.
  public var issued: IssuedModule?
  /// The PC/SC reader that holds a module.
  public var reader: String?
  /// The token that keeps the key of purchases; `nil` where it is in the home.
  public var token: TokenAccess?
  /// The PC/SC reader for cards of customers who are there.
  public var customers: String?
  /// How often what the module has taken is brought to the bank, beside when the owner says so.
  public var collecting: Span

  public init(
    issued: IssuedModule? = nil, reader: String? = nil, token: TokenAccess? = nil, customers: String? = nil,
    collecting: Span = Span(seconds: 86_400)
  ) {
    self.issued = issued
    self.reader = reader
    self.token = token
    self.customers = customers
    self.collecting = collecting
  }
}

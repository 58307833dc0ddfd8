public import SemperCommerce
public import SemperCommunication
public import SemperModel

/// What a shop is started with beside what every role is.
public struct ShopOptions: Sendable {
  /// The directory with one directory for each course.
  public var courses: String
  /// The file with the terms of business as their author wrote them.
  public var terms: String
  public var bank: Address?
  /// The bank through which cards are taken; without, none are.
  public var cardBank: Address?
  public var arbiter: Address?
  /// In place of the times in the terms, for demonstrations.
  public var window: Span?
  public var within: Span?
  /// How long to wait for a buyer before acting alone.
  public var patience: Span
  /// How many deals may be in memory at a time.
  public var mostDeals: Int
  /// How long nobody has asked for a deal, which waits for somebody, when it is laid down on disk.
  public var restAfter: Span
  /// What it says to claims without its owner.
  public var claims: ClaimPolicy
  /// Whether the owner is asked at every step of a deal of many, also where nothing has to be filled in.
  public var isByHand: Bool
  /// What is shown to buyers who look in no directory.
  public var evidence: EvidenceFiles?
  /// Whose credentials count where the terms ask a buyer for some, beside those that the home names.
  public var issuers: TrustedIssuers
  /// The only payment systems that are taken, by name, in the order in which they are liked; `nil` for all, in the usual order.
  public var means: [String]?
  /// Its own module for chip cards.
  public var module: ModuleOptions

  public init(
    courses: String, terms: String, bank: Address? = nil, cardBank: Address? = nil, arbiter: Address? = nil,
    window: Span? = nil,
    within: Span? = nil, patience: Span = Span(seconds: 600), mostDeals: Int = 1_000,
    restAfter: Span = Span(seconds: 60),
    claims: ClaimPolicy = ClaimPolicy(), isByHand: Bool = false, evidence: EvidenceFiles? = nil,
    issuers: TrustedIssuers = .none, means: [String]? = nil, module: ModuleOptions = ModuleOptions()
  ) {
    self.courses = courses
    self.terms = terms
    self.bank = bank
    self.cardBank = cardBank
    self.arbiter = arbiter
    self.window = window
    self.within = within
    self.patience = patience
    self.mostDeals = mostDeals
    self.restAfter = restAfter
    self.claims = claims
    self.isByHand = isByHand
    self.evidence = evidence
    self.issuers = issuers
    self.means = means
    self.module = module
  }
}

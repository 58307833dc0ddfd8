/// What bytes are hashed for. `SHA-256("semper/<purpose>/1" ‖ 0x00 ‖ bytes)` keeps equal bytes of different purposes
/// apart. The digest of a statement uses its kind as purpose; those names are not repeated here and must not clash.
public enum DigestPurpose: String, Registered {
  // Exchange terms
  case exchangeTerms = "fx-terms"
  case exchangeHeader = "fx-header"
  case exchangeBody = "fx-body"
  case commitment = "fx-commit"
  case itemOpening = "fx-opening"
  case itemKey = "fx-item"
  case escrow = "fx-escrow"
  case reply = "fx-reply"
  case context = "fx-context"
  case description = "fx-description"
  case policy = "fx-policy"
  case settlement = "fx-settlement"
  case turn = "fx-turn"
  // Containers
  case containerLeaf = "container-leaf"
  case containerNode = "container-node"
  case containerTree = "container-tree"
  case containerRoot = "container-root"
  case containerPart = "container-part"
  case containerKey = "container-key"
  case containerTag = "container-tag"
  case containerRecipient = "container-recipient"
  // Data
  case contentLeaf = "content-leaf"
  case contentNode = "content-node"
  case contentRoot = "content-root"
  case contentSalt = "content-salt"
  case cipherLeaf = "cipher-leaf"
  case cipherNode = "cipher-node"
  case cipherRoot = "cipher-root"
  case chunk = "chunk"
  case document
  case legalText = "legal-text"
  // Money
  case coin = "ecash-coin"
  case coinKey = "ecash-coin-key"
  case blinding = "ecash-blinding"
  case blindedMessage = "ecash-blinded"
  case refreshTransfer = "ecash-refresh-transfer"
  case refreshLink = "ecash-refresh-link"
  case refreshBlinding = "ecash-refresh-blinding"
  case paymentReference = "payment-reference"
  case paymentKey = "payment-key"
  case paymentID = "payment-id"
  case cardSecret = "set-card-secret"
  case collectionLeaf = "collection-leaf"
  case collectionNode = "collection-node"
  case remoteCard = "remote-card"
  case purseLetter = "purse-letter"
  case moduleLetter = "module-letter"
  case bankTransfer = "bank-transfer"
  // Credentials
  case credentialSalt = "credential-salt"
  case credentialNonce = "credential-nonce"
  // Parcels
  case consignment
  case destination
  // Records
  case journalEntry = "journal-entry"
  case evidenceEntry = "evidence-entry"
  case ledgerEntry = "ledger-entry"
  case decisionEntry = "decision-entry"
  case logLeaf = "log-leaf"
  case logNode = "log-node"
  // Wallet keys
  case dealKey = "deal-key"
  case masterKey = "master-key"
  case wrappedKey = "wrapped-key"
  // Transfers
  case transferPackage = "transfer-package"
  case transferEnvelope = "transfer-envelope"
  case transferKey = "transfer-key"
  case transferCipher = "transfer-cipher"
  case transferOffer = "transfer-offer"
  // Streams
  case streamHeader = "stream-header"
  case streamChunk = "stream-chunk"
  case streamLeaf = "stream-leaf"
  case streamNode = "stream-node"
  case streamRoot = "stream-root"
  case streamKey = "stream-key"

  public var registration: Registration {
    switch self {
    case .exchangeTerms: Registration(1, "The id of an exchange, from the digests of header and body.")
    case .exchangeHeader: Registration(2, "The header of exchange terms.")
    case .exchangeBody: Registration(3, "The body of exchange terms.")
    case .commitment: Registration(4, "A party's commitment to its opening secret.")
    case .itemOpening: Registration(5, "The public digest of an item's opening.")
    case .itemKey: Registration(6, "Deriving an item's opening from the party's secret.")
    case .escrow: Registration(7, "Sealing a secret to the arbiter.")
    case .reply: Registration(8, "Sealing an opening to the party that asked.")
    case .context: Registration(9, "The deal and step that an exchange belongs to.")
    case .description: Registration(10, "A salted item description.")
    case .policy, .settlement, .turn: exchangeRegistration
    case .containerLeaf: Registration(12, "An item of a container with its salt and name.")
    case .containerNode: Registration(13, "An inner node of a container with its attributes.")
    case .containerTree: Registration(14, "A node of the Merkle tree over the children of an inner node.")
    case .containerRoot: Registration(15, "A container as a whole, bound to what it is sent for.")
    case .containerPart: Registration(16, "Associated data of a sealed part of a container.")
    case .containerKey: Registration(17, "Sealing the key of a part to one recipient.")
    case .containerTag: Registration(18, "A sender's tag on a container for one recipient.")
    case .containerRecipient: Registration(19, "A recipient as a signed container names it.")
    case .contentLeaf: Registration(20, "A chunk of plain content with its salt.")
    case .contentNode: Registration(21, "An inner node over content leaves.")
    case .contentRoot: Registration(22, "The root of content, bound to its sizes.")
    case .contentSalt: Registration(23, "Deriving a chunk's salt.")
    case .cipherLeaf: Registration(24, "A chunk of encrypted content.")
    case .cipherNode: Registration(25, "An inner node over encrypted chunks.")
    case .cipherRoot: Registration(26, "The root of encrypted content, bound to its sizes.")
    case .chunk: Registration(27, "Associated data of an encrypted chunk.")
    case .document, .legalText: textRegistration
    case .coin: Registration(30, "The message that the mint signs blindly for a coin.")
    case .coinKey: Registration(31, "Deriving a coin's spending key.")
    case .blinding: Registration(32, "Deriving a coin's blinding factor.")
    case .blindedMessage: Registration(33, "A blinded message, as the mint remembers it.")
    case .refreshTransfer: Registration(45, "Deriving a transfer key of a refresh.")
    case .refreshLink: Registration(46, "Deriving a refreshed coin's spending key from its link.")
    case .refreshBlinding: Registration(47, "Deriving a refreshed coin's blinding factor from its link.")
    case .paymentReference: Registration(34, "What a payment is for.")
    case .paymentKey: Registration(35, "Deriving the idempotency key of a payment operation.")
    case .paymentID: Registration(36, "Deriving the id of a payment operation from what it carries out.")
    case .cardSecret: Registration(39, "Deriving a card's secret from the shares of cardholder and issuer.")
    case .collectionLeaf: Registration(90, "A record that a merchant's module hands in for collection.")
    case .collectionNode: Registration(91, "An inner node over the records of a batch.")
    case .remoteCard: Registration(92, "Associated data of what a terminal and a remote card say.")
    case .purseLetter: Registration(93, "Sealing a chip card's purse to its holder.")
    case .moduleLetter: Registration(94, "Sealing the pairing secret of a module at a bank to its merchant.")
    case .bankTransfer: Registration(44, "What banks know a transfer between them by.")
    case .credentialSalt, .credentialNonce: credentialRegistration
    case .consignment, .destination: parcelRegistration
    case .journalEntry: Registration(40, "Chaining journal entries.")
    case .evidenceEntry: Registration(41, "Chaining entries of the evidence log.")
    case .ledgerEntry: Registration(42, "Chaining entries of a ledger.")
    case .decisionEntry: Registration(43, "Chaining an arbiter's decisions.")
    case .logLeaf, .logNode: logRegistration
    case .dealKey: Registration(50, "Deriving a wallet's keys for one deal.")
    case .masterKey: Registration(51, "Deriving keys from a home's master key.")
    case .wrappedKey: Registration(52, "Associated data of a wrapped key.")
    case .transferPackage: Registration(60, "A package as it travels in a transfer.")
    case .transferEnvelope: Registration(61, "Sealing the key of a package to a recipient.")
    case .transferKey: Registration(62, "The public digest of the key of a sealed package.")
    case .transferCipher: Registration(63, "Associated data of a sealed package.")
    case .transferOffer: Registration(72, "What a transfer is to carry, and between whom.")
    case .streamHeader: Registration(64, "The header of a stream, which is its name.")
    case .streamChunk: Registration(65, "Associated data of a sealed chunk of a stream.")
    case .streamLeaf: Registration(66, "A sealed chunk of a stream.")
    case .streamNode: Registration(67, "An inner node over sealed chunks of a stream.")
    case .streamRoot: Registration(68, "The root of a stream that has ended, bound to its sizes.")
    case .streamKey: Registration(69, "The public digest of the key of a stream.")
    }
  }

  private var exchangeRegistration: Registration {
    switch self {
    case .policy: Registration(11, "An arbiter's policy.")
    case .settlement: Registration(29, "How two parties settle an exchange jointly.")
    default: Registration(74, "Secret and nonce of one of several exchanges of a deal.")
    }
  }

  private var credentialRegistration: Registration {
    switch self {
    case .credentialSalt: Registration(75, "Deriving the salt of a claim that a holder may keep back.")
    default: Registration(76, "What a credential is shown in answer to, in a deal.")
    }
  }

  private var logRegistration: Registration {
    switch self {
    case .logLeaf: Registration(70, "An entry of a witnessed log.")
    default: Registration(71, "An inner node over entries of a witnessed log.")
    }
  }

  private var parcelRegistration: Registration {
    switch self {
    case .consignment: Registration(77, "By which a carrier knows what is sent in one step of a deal.")
    default: Registration(78, "The address on a parcel, under its consignment.")
    }
  }

  private var textRegistration: Registration {
    switch self {
    case .document: Registration(28, "A document that a statement names.")
    default: Registration(73, "A legal text that terms of business name.")
    }
  }

  /// The tag that goes before the bytes.
  public var tag: [UInt8] { Self.tag(rawValue) }
  /// The tag of a statement's digest.
  public static func tag(of kind: StatementKind) -> [UInt8] { tag(kind.rawValue) }
  private static func tag(_ name: String) -> [UInt8] { Array("semper/\(name)/1".utf8) + [0] }
}

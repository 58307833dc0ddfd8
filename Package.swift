// swift-tools-version: 6.2
import PackageDescription

// The targets stand in dependency order: a target may import only what it names here.
// `make check` builds with --explicit-target-dependency-import-check, which enforces it.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

// Tests are built for release, with what they test (docs/decisions/0096-tests-run-on-what-is-shipped.md).
let unoptimised: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

func library(_ name: String, uses: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(
    name: name, dependencies: uses, exclude: ["README.md"], resources: resources,
    swiftSettings: strict)
}

func tests(_ name: String, uses: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: uses, resources: resources, swiftSettings: strict + unoptimised)
}

// What each layer may see of our own code.
let ground: [Target.Dependency] = ["SemperCoding", "SemperModel", "SemperEngine"]
let supporting: [Target.Dependency] =
  ground + [
    "SemperCryptography", "SemperArchive", "SemperCommunication", "SemperPreferences",
    "SemperTrustedUI",
  ]
let managers: [Target.Dependency] = ["SemperPayments", "SemperCredentials", "SemperStatements"]
let exchange: [Target.Dependency] = supporting + managers + ["SemperExchange"]
let terms: [Target.Dependency] = exchange + ["SemperCertification", "SemperTerms"]
let commerce: [Target.Dependency] = terms + ["SemperCommerce"]
let modules: [Target.Dependency] = [
  "SemperBank", "SemperCardNetwork", "SemperEcash", "SemperSET", "SemperSEPA", "SemperChipper",
  "SemperTestMoney", "SemperCredentialSystems", "SemperTermsYAML", "SemperArchiveSQLite", "SemperCommunicationHTTP",
]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")

let package = Package(
  name: "semper",
  products: [
    // For Fuzz/, a package of its own.
    .library(name: "SemperCoding", targets: ["SemperCoding"]),
    .library(name: "SemperCryptography", targets: ["SemperCryptography"]),
    .library(name: "SemperExchange", targets: ["SemperExchange"]),
    // For Benchmarks/, likewise.
    .library(
      name: "SemperLibraries",
      targets: [
        "SemperCoding", "SemperModel", "SemperEngine", "SemperCryptography", "SemperArchive", "SemperArchiveSQLite",
        "SemperCommunication", "SemperCommunicationHTTP", "SemperPayments", "SemperCredentials", "SemperStatements",
        "SemperBank", "SemperCardNetwork", "SemperEcash", "SemperSET", "SemperSEPA", "SemperChipper",
        "SemperExchange", "SemperTerms", "SemperTermsYAML", "SemperCertification", "SemperCommerce", "SemperServers",
        "SemperWallet",
        "SemperTesting",
      ]),
    .executable(name: "semper", targets: ["semper"]),
    .executable(name: "semper-hostile", targets: ["SemperHostile"]),
    .executable(name: "semper-proxy", targets: ["SemperProxy"]),
    .executable(name: "explore", targets: ["Explore"]),
    .executable(name: "conserve", targets: ["Conserve"]),
    .library(name: "SemperFall", type: .dynamic, targets: ["SemperFall"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    // Ground
    library("SemperCoding"),
    library("SemperModel", uses: ["SemperCoding"]),
    library("SemperEngine", uses: ["SemperCoding", "SemperModel", log]),

    // Supporting services
    .systemLibrary(
      name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    library(
      "SemperCryptography",
      uses: [
        "SemperCoding", "SemperModel", "CLibCrypto",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "X509", package: "swift-certificates"),
      ]),
    library("SemperArchive", uses: ground + ["SemperCryptography"]),
    library("SemperCommunication", uses: ground + ["SemperCryptography", "SemperArchive"]),
    library("SemperPreferences", uses: ["SemperCoding", "SemperModel", "SemperArchive"]),
    library("SemperTrustedUI", uses: ["SemperCoding", "SemperModel", "SemperPreferences"]),

    // Exchange and transfer
    library("SemperPayments", uses: supporting + [log]),
    library("SemperCredentials", uses: supporting),
    library("SemperStatements", uses: supporting),
    library("SemperExchange", uses: supporting + managers + [log]),

    // Commerce
    library(
      "SemperCertification",
      uses: ["SemperCoding", "SemperModel", "SemperCryptography", "SemperArchive", "SemperCommunication"]),
    library(
      "SemperTerms", uses: exchange + ["SemperCertification"],
      resources: [.process("Schema"), .copy("Explaining/words")]),
    library("SemperCommerce", uses: terms + [log], resources: [.copy("Disputes/Words/words")]),

    // Modules
    library("SemperBank", uses: supporting + ["SemperPayments"]),
    library(
      "SemperCardNetwork",
      uses: supporting + ["SemperBank", log, nioCore, .product(name: "NIOPosix", package: "swift-nio")]),
    library("SemperEcash", uses: supporting + ["SemperPayments", "SemperBank"]),
    library("SemperSET", uses: supporting + ["SemperPayments", "SemperBank", "SemperCardNetwork"]),
    library("SemperSEPA", uses: supporting + ["SemperPayments", "SemperBank"]),
    library("SemperTestMoney", uses: supporting + ["SemperPayments", "SemperBank"]),
    library(
      "SemperChipper",
      uses: supporting + [
        "SemperPayments", "SemperBank", "SemperTestMoney", nioCore, .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    library("SemperCredentialSystems", uses: supporting + ["SemperCredentials"]),
    library(
      "SemperTermsYAML", uses: ["SemperCoding", .product(name: "Yams", package: "Yams")]),
    library(
      "SemperArchiveSQLite",
      uses: ground + [
        "SemperArchive", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    library(
      "SemperCommunicationHTTP",
      uses: ground + [
        "SemperCryptography", "SemperCommunication", log, lifecycle, hummingbird, httpTypes,
        nioCore,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ]),
    library("SemperTesting", uses: commerce + [log]),

    // Programs
    library(
      "SemperServers",
      uses: commerce + modules + [
        log, lifecycle, signals, hummingbird, httpTypes, nioCore,
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.copy("Pages/templates"), .copy("Pages/style"), .copy("Pages/texts")]),
    library("SemperWallet", uses: commerce + modules + [log], resources: [.copy("Texts/words")]),
    .executableTarget(
      name: "semper",
      dependencies: commerce + modules + [
        "SemperServers", "SemperWallet", log, lifecycle,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"], resources: [.copy("Texts/words")], swiftSettings: strict),

    // Faults from outside: no honest program imports or names these.
    .executableTarget(
      name: "SemperProxy",
      dependencies: [
        "SemperCoding", nioCore,
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Faults/SemperProxy", exclude: ["README.md"], swiftSettings: strict),
    .executableTarget(
      name: "SemperHostile",
      dependencies: commerce + modules + [
        "SemperServers", "SemperWallet", log, lifecycle,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Faults/SemperHostile", exclude: ["README.md"], swiftSettings: strict),

    .target(name: "SemperFall", path: "Faults/SemperFall", exclude: ["README.md"]),

    // Tests
    .target(
      name: "CardTrials",
      dependencies: [
        "SemperCoding", "SemperModel", "SemperCryptography", "SemperArchive", "SemperBank", "SemperChipper",
      ],
      path: "Tests/CardTrials", swiftSettings: strict),
    // Every payment system with its bank, and a market with all of them: for tests, and for the program that runs many markets.
    .target(
      name: "PaymentWorlds",
      dependencies: supporting + [
        "SemperPayments", "SemperBank", "SemperTestMoney", "SemperEcash", "SemperSET", "SemperSEPA", "SemperChipper",
        "SemperArchiveSQLite", "SemperTesting", "CardTrials", log,
      ],
      path: "Tests/PaymentWorlds", swiftSettings: strict),
    .executableTarget(
      name: "Conserve", dependencies: ["PaymentWorlds"], path: "Tests/Conserve", swiftSettings: strict),
    tests("SemperCodingTests", uses: ["SemperCoding", "SemperTesting"]),
    tests("SemperModelTests", uses: ["SemperCoding", "SemperModel"]),
    tests("SemperEngineTests", uses: ground + ["SemperArchive", "SemperTesting", log]),
    tests(
      "SemperCryptographyTests",
      uses: ground + [
        "SemperCryptography", "SemperTesting", .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ]),
    tests("SemperArchiveTests", uses: supporting + ["SemperArchiveSQLite", "SemperTesting"]),
    tests(
      "SemperCommunicationTests",
      uses: supporting + ["SemperCommunicationHTTP", "SemperTesting", log, lifecycle]),
    tests(
      "SemperPaymentsTests",
      uses: supporting + [
        "SemperPayments", "SemperBank", "SemperTestMoney", "SemperEcash", "SemperTesting", "PaymentWorlds", log,
      ]),
    tests("SemperStatementsTests", uses: supporting + ["SemperStatements", "SemperTesting"]),
    tests(
      "SemperCredentialSystemsTests",
      uses: supporting + ["SemperCredentials", "SemperCredentialSystems", "SemperTesting"]),
    tests(
      "SemperBankTests",
      uses: supporting + ["SemperPayments", "SemperBank", "SemperArchiveSQLite", "SemperTesting"]),
    tests(
      "SemperCardNetworkTests",
      uses: supporting + ["SemperBank", "SemperCardNetwork", "SemperArchiveSQLite", "SemperTesting", log]),
    tests(
      "SemperEcashTests",
      uses: supporting + ["SemperPayments", "SemperBank", "SemperEcash", "SemperArchiveSQLite", "SemperTesting", log]),
    tests(
      "SemperSEPATests",
      uses: supporting + ["SemperPayments", "SemperBank", "SemperSEPA", "SemperTesting", "PaymentWorlds"]),
    tests(
      "SemperSETTests",
      uses: supporting + [
        "SemperPayments", "SemperBank", "SemperCardNetwork", "SemperSET", "SemperArchiveSQLite", "SemperTesting",
        "PaymentWorlds",
      ]),
    .executableTarget(
      name: "CardStation",
      dependencies: [
        "SemperCoding", "SemperModel", "SemperCryptography", "SemperArchive", "SemperEngine", "SemperBank",
        "SemperEcash", "SemperChipper", "CardTrials",
      ],
      path: "Tests/CardStation",
      exclude: ["run.sh", "program.sh"], swiftSettings: strict),
    tests(
      "SemperChipperTests",
      uses: supporting + [
        "SemperPayments", "SemperBank", "SemperChipper", "CardTrials", "SemperArchiveSQLite", "SemperTesting",
        "PaymentWorlds",
      ]),
    tests("SemperExchangeTests", uses: exchange + ["SemperBank", "SemperTesting", log]),
    .target(
      name: "ExchangeExplorer", dependencies: exchange + ["SemperTesting", log], path: "Tests/ExchangeExplorer",
      exclude: ["Mutants", "explore.py"], swiftSettings: strict),
    // A merchant as a process of its own, so that a test can search all of its memory.
    .executableTarget(
      name: "MerchantProcess",
      dependencies: [
        "SemperCoding", "SemperModel", "SemperEngine", "SemperCryptography", "SemperArchive", "SemperPayments",
        "SemperSET",
      ], path: "Tests/MerchantProcess", swiftSettings: strict),
    .executableTarget(
      name: "Explore", dependencies: ["SemperModel", "SemperExchange", "ExchangeExplorer"], path: "Tests/Explore",
      swiftSettings: strict),
    tests("ExchangeExplorerTests", uses: exchange + ["SemperTesting", "ExchangeExplorer"]),
    tests("SemperTermsTests", uses: terms + ["SemperTermsYAML", "SemperTesting"]),
    tests(
      "SemperCertificationTests",
      uses: [
        "SemperCoding", "SemperModel", "SemperCryptography", "SemperArchive", "SemperCommunication",
        "SemperCommunicationHTTP", "SemperCertification", "SemperTesting", log, lifecycle,
      ]),
    tests(
      "SemperCommerceTests",
      uses: commerce + [
        "SemperBank", "SemperCredentialSystems", "SemperEcash", "SemperTermsYAML", "SemperTesting", log,
      ]),
    tests(
      "SemperServersTests",
      uses: commerce + modules + ["SemperServers", "SemperWallet", "SemperTesting", "CardTrials", log, lifecycle]),
    tests("ScenarioTests", uses: commerce + ["SemperCommunicationHTTP", "SemperTesting"]),
    tests("HygieneTests", uses: []),
  ],
  swiftLanguageModes: [.v6]
)

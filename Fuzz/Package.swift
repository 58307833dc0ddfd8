// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because libFuzzer brings its own main. `Fuzz/run` builds and runs it.

func target(_ name: String, _ path: String, _ product: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: product, package: "semper")], path: "Sources/\(path)",
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "semper-fuzz",
  dependencies: [.package(name: "semper", path: "..")],
  targets: [
    target("fuzz-json", "JSON", "SemperCoding"),
    target("fuzz-statement", "Statement", "SemperCryptography"),
    target("fuzz-certificate", "Certificate", "SemperCryptography"),
    target("fuzz-expectation", "Expectation", "SemperExchange"),
    target("fuzz-transfer", "Transfer", "SemperExchange"),
    target("fuzz-container", "Container", "SemperExchange"),
  ],
  swiftLanguageModes: [.v6]
)

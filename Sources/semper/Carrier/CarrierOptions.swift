import ArgumentParser
import SemperTrustedUI

/// What both commands of a carrier take.
struct CarrierOptions: ParsableArguments {
  @Option(help: "The carrier's home; made at the first start.")
  var home: String
  @OptionGroup var speech: LanguageOptions
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  var language: Language { speech.language }
  var texts: Texts { CommandTexts.of(language) }
}

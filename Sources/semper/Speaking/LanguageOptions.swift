public import ArgumentParser
import Foundation
public import SemperTrustedUI

extension Language: ExpressibleByArgument {}

/// In which language a command speaks to its person. What it prints with `--json` is the same in all.
struct LanguageOptions: ParsableArguments {
  /// What the person's surroundings say, also before any option has been read.
  static var usual: Language { Language(environment: ProcessInfo.processInfo.environment) }

  @Option(help: "The language to speak: en, de or el; by default that of LC_ALL, LC_MESSAGES or LANG.")
  var language: Language = Self.usual
}

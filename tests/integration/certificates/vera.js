// Asks veraPDF about each file and prints "FILE PROFILE true|false", then every rule that is broken.
// Run by Rhino, which comes with it: java -cp ... org.mozilla.javascript.tools.shell.Main vera.js FILE ...
var vera = Packages.org.verapdf;
vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = vera.pdfa.Foundries.defaultInstance();
for each (var path in arguments) {
  for each (var profile in ["3a", "ua1"]) {
    var flavour = vera.pdfa.flavours.PDFAFlavour.fromString(profile);
    var parser = foundry.createParser(new java.io.FileInputStream(path), flavour);
    var result = foundry.createValidator(flavour, false).validate(parser);
    print(new java.io.File(path).getName() + " " + profile + " " + result.isCompliant());
    for (var broken = result.getTestAssertions().iterator(); broken.hasNext(); ) {
      var rule = broken.next();
      print("  " + rule.getRuleId().getClause() + ": " + rule.getMessage());
    }
    parser.close();
  }
}

using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class ChangelogRuleTests
{
    [Fact]
    public void Form_IsKept() =>
        Assert.Empty(ChangelogRule.Check("CHANGELOG.md",
            "# Changelog\n\nWords.\n\n## Unreleased\n\n### Features\n\n- One.\n  More of it.\n\n### Internals\n- Two.\n\n## 0.1.0 (2026-01-31)\n\n### Features\n- Three.\n"));

    [Theory]
    [InlineData("# Changes\n## Unreleased", 1, "# Changelog")]
    [InlineData("# Changelog\n## Soon", 2, "## Unreleased")]
    [InlineData("# Changelog\n## 1.0.0", 2, "1.2.3")]
    [InlineData("# Changelog\n## Unreleased\n### Internals\n### Features", 4, "in this order")]
    [InlineData("# Changelog\n## Unreleased\nwords", 3, "outside")]
    [InlineData("# Changelog", 0, "no version")]
    public void OtherForm_Offends(string text, int line, string saying) =>
        ChangelogRule.Check("CHANGELOG.md", text).ShouldOffend(line, saying);
}

using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Tests that measure the process and so must not run beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietTests
{
    public const string Name = "quiet";
}

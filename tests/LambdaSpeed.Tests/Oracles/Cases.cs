using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Checks a property of seeds and makes sure that it was asked as often as promised.</summary>
internal static class Cases
{
    /// <summary>Draws seeds and checks each; a failure throws, and says the seed.</summary>
    public static void Check(int count, Func<int, Task> check)
    {
        var tried = 0;
        Prop.ForAll(Seeds.Seed(), (Seed seed) =>
        {
            tried++;
            return check(seed.Number);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

        Assert.Equal(count, tried);
    }
}

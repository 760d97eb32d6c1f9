using LambdaSpeed.Epochs;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Epochs;

/// <summary>State that is put into its tables while more of it is being read.</summary>
public sealed class LoadAheadTests
{
    private const int Few = 1000;

    private readonly List<(string Section, byte First, int Length, int Thread)> _loaded = [];

    [Fact]
    public void Pieces_AreLoadedInTheirOrder_AndWhole()
    {
        using var loading = new LoadAhead(Load, Few);
        List<(string, byte, int)> expected = [];
        for (var i = 0; i < 500; i++)
        {
            var piece = new byte[1 + (i * 7 % 300)];
            Array.Fill(piece, (byte)i);
            loading.Take($"section {i % 3}", piece);
            expected.Add(($"section {i % 3}", (byte)i, piece.Length));
            Array.Clear(piece); // it was the reader's during the call alone
        }
        loading.Finish();
        Assert.Equal(expected, _loaded.Select(piece => (piece.Section, piece.First, piece.Length)));
        Assert.Equal(2, _loaded.Select(piece => piece.Thread).Distinct().Count());
    }

    [Fact]
    public void LittleState_IsLoadedAtOnce()
    {
        using var loading = new LoadAhead(Load, Few);
        loading.Take("section", new byte[Few]);
        Assert.Equal(Environment.CurrentManagedThreadId, Assert.Single(_loaded).Thread);
        loading.Finish();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)] // more than may wait
    public void Failure_OfTheLoading_IsTheReaders(int pieces)
    {
        using var loading = new LoadAhead((_, _) => throw new TestFailure("the piece is none"), few: 0);
        var failure = Assert.Throws<TestFailure>(() =>
        {
            for (var i = 0; i < pieces; i++) loading.Take("section", [1]);
            loading.Finish();
        });
        Assert.Equal("the piece is none", failure.Message);
    }

    [Fact]
    public async Task Failure_OfTheReading_EndsTheLoading()
    {
        using var isFree = new ManualResetEventSlim();
        var loading = new LoadAhead(
            (_, _) =>
            {
                isFree.Wait(RunFixture.Cancel);
                throw new TestFailure("nobody is told");
            }, few: 0);
        loading.Take("section", [1]);
        var disposal = Task.Run(loading.Dispose, RunFixture.Cancel);
        Assert.NotSame(disposal, await Task.WhenAny(disposal, Task.Delay(50, RunFixture.Cancel))); // a piece is still being loaded
        isFree.Set();
        await disposal.WaitAsync(RunFixture.Patience, RunFixture.Cancel);
    }

    private void Load(string section, ReadOnlySpan<byte> entries)
    {
        Assert.Equal(-1, entries.IndexOfAnyExcept(entries[0]));
        _loaded.Add((section, entries[0], entries.Length, Environment.CurrentManagedThreadId));
    }
}

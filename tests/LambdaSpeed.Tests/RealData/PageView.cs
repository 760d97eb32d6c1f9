namespace LambdaSpeed.Tests.RealData;

/// <summary>One page view.</summary>
/// <param name="User">The user's number, from 1.</param>
/// <param name="Position">Which of the user's page views, from 0.</param>
/// <param name="Category">The category of the page, from 1.</param>
internal readonly record struct PageView(int User, int Position, int Category)
{
    private static readonly DateTimeOffset _midnight = new(1999, 9, 28, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The data has no times: one user comes each second, and all page views of a user are at once.</summary>
    public DateTimeOffset Time => _midnight.AddSeconds(User);
}

namespace LambdaSpeed.Components;

/// <summary>What an exception says, in bounded length and whatever its own code does: users write exceptions too.</summary>
internal static class ExceptionText
{
    private const int LongestMessage = 4096;
    private const int LongestText = 16_384;

    public static string TypeOf(Exception exception) => exception.GetType().ToString();

    public static string MessageOf(Exception exception) => Shortened(exception, LongestMessage, static thrown => thrown.Message);

    public static string WholeOf(Exception exception) => Shortened(exception, LongestText, static thrown => thrown.ToString());

    private static string Shortened(Exception exception, int longest, Func<Exception, string?> read)
    {
        try
        {
            var text = read(exception) ?? "";
            return text.Length <= longest ? text : text[..longest];
        }
        catch (Exception another)
        {
            return $"({TypeOf(exception)} cannot say it: its own code threw {TypeOf(another)})";
        }
    }
}

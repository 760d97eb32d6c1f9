namespace LambdaSpeed;

/// <summary>The windows of a calendar.</summary>
public enum CalendarUnit
{
    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,

    /// <summary>From the first of a month to the first of the next.</summary>
    Month,
}

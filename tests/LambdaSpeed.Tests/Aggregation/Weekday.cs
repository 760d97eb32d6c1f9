namespace LambdaSpeed.Tests.Aggregation;

/// <summary>An enum, because enums have an order but no generic comparable interface.</summary>
public enum Weekday
{
    Monday,
    Tuesday,
    Wednesday,
}

using Flights.Events;
using LambdaSpeed;
using LambdaSpeed.Sketches;

namespace Flights.Views;

/// <summary>The names of the views over flights in the order of the files.</summary>
internal sealed record FlightViews(
    WindowViewName<string, HourOfOrigin> Hours,
    WindowViewName<string, long> ThreeHours,
    WindowViewName<Route, long> RoutesOfDay,
    WindowViewName<int, long> ApproximateRoutesOfDay,
    WindowViewName<string, long> DestinationsOfDay,
    WindowViewName<string, long> LateSessions,
    ViewName<string, OriginTotals> Totals,
    ViewName<int, long> Delays,
    ViewName<int, Quantiles<long>> ApproximateDelays,
    ViewName<MalformedReason, long> MalformedPerReason,
    ViewName<LinePlace, MalformedLine?> DeadLetters);

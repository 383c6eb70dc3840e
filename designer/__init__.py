"""Geocluster Designer: design, compare, watch and document failover clusters split over two sites."""

__version__ = "0.1.0"
